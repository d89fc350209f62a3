import type { Dialogue } from '../floor.ts';
import { talk } from './talk.ts';

export const englishTech: readonly Dialogue[] = [
  talk(
    'en-tech-router',
    'en',
    ['tech'],
    'Internet drops every evening',
    `
C: Every evening around eight our internet drops for twenty minutes.
A: Thanks for the exact time, that helps; is it the wireless or also the cable?
C: Both, even the laptop on the cable loses it.
A: The line test from here shows a weak signal at that hour, let me dig deeper.
C: It has been going on for three weeks and I work from home, so it is a real problem.
A: Understood, I can see 21 drops in your line history.
C: Two colleagues of yours told me to restart the router, which is useless advice.
A: They were wrong about that, a restart cannot cure a weak line.
C: Finally somebody who listens.
A: There is an old splitter in the cellar that heats up in the evening, I would bet on it.
C: Can it be replaced?
A: A technician is free tomorrow at half past nine, would that suit you?
C: That suits me well, I will be at home.
A: He calls ten minutes before, and there is no charge for the visit.
C: Super, I am glad that it was not just me imagining it.
A: You described it so well that it was easy to find.
`,
  ),
  talk(
    'en-tech-password',
    'en',
    ['tech', 'bank'],
    'Locked out after too many attempts',
    `
C: I cannot get into my account, it says too many attempts.
A: Hello, I can unlock it, but first I have to make sure that it is you.
C: Sure, what do you need?
A: A code is on its way to your phone, please tell me the six digits.
C: 204 118.
A: Correct, the account is open for the next ten minutes.
C: It now asks for a new password.
A: Choose one that you have not used before, with at least twelve characters.
C: Done, it took it.
A: Do you see your overview with the blue header?
C: I see it, everything is there.
A: Would you like to switch on the sign-in with a fingerprint, so that this does not happen again?
C: No, maybe later.
A: No hurry, it is under Settings whenever you want it.
C: Thanks, bye.
`,
  ),
  talk(
    'en-tech-update-bricked',
    'en',
    ['tech', 'retention'],
    'Update wiped the tablet',
    `
C: Your update killed my tablet, it only shows a logo.
A: Hi, that sounds unpleasant, for how long has the logo been there?
C: Since last night. I pressed every button there is.
A: Please hold the power and the volume key together for thirty seconds.
C: I did that five times and it is still dead.
A: Then the update did not finish; we can load it again with a computer.
C: What about my photos? They are all on it.
A: Was the backup turned on before the update?
C: I have no idea what that means, I am 71 years old.
A: No worries, I can look it up with the number on the back of the device.
C: It is H9-4430-KL.
A: The last backup was made in January, so everything since then may be lost.
C: Lost? My grandson was born in February and ALL the pictures were there, this is horrible!
A: I am so sorry, let me try one thing before we give up on them.
C: You broke it, you fix it, I am heartbroken.
A: There is a way to read the memory without starting it, our workshop can do that.
C: Please, those pictures are everything to me.
A: A courier collects the tablet today, packed by him, and nothing will be erased before the pictures are out.
C: I am still upset and sad, but thank you for trying.
A: I will call you myself the moment the workshop knows.
`,
  ),
  talk(
    'en-tech-camera-setup',
    'en',
    ['tech'],
    'Pairing the new door camera',
    `
C: I bought the door camera and the app does not find it.
A: Nice choice, is the little light on the camera blue or white?
C: It blinks white.
A: White means that it waits; is your phone on the slow band of the network?
C: There are two networks, Home and Home-5G, and I am on the second.
A: Please change to Home, the camera cannot see the other one.
C: Okay, one second, I changed it.
A: Now press Add in the app and hold the code in front of the lens.
C: It beeped and the light went blue!
A: That is the sound we want to hear.
C: I can see my own doorstep, this is cool.
A: Walk past it once, please, to test the motion alarm.
C: My phone buzzed, it works, awesome!
A: Then you are fully set up in under five minutes.
C: Much easier than I thought, great support.
`,
  ),
  talk(
    'en-tech-outage',
    'en',
    ['tech', 'billing'],
    'Shop cannot take card payments',
    `
C: None of our card terminals work and I have a shop full of customers.
A: I am on it; which message do the terminals show?
C: It says no host, on all four of them.
A: There is a fault in our data centre since 11:20, it affects your region.
C: How long is this going to take? People are walking out!
A: The engineers expect about forty minutes.
C: Forty minutes on a Saturday is a catastrophe, I lose a thousand an hour.
A: I can switch your terminals to offline mode, then you can take cards up to 100 euros each.
C: Why did nobody offer that at 11:20? That is pathetic.
A: You are right, it should have been the first thing.
C: Do it then, quickly!
A: Offline mode is active, please try the next customer.
C: It went through. Okay, the queue is moving again.
A: All the stored payments will be sent once the fault is over, you do not have to do anything.
C: Good, but I expect you to pay for the lost hour.
A: I have opened a claim with the times, and a person will phone you on Monday.
C: Alright, thanks for the offline trick at least.
`,
  ),
];
