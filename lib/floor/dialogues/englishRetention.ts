import type { Dialogue } from '../floor.ts';
import { talk } from './talk.ts';

export const englishRetention: readonly Dialogue[] = [
  talk(
    'en-retention-cheaper-offer',
    'en',
    ['retention'],
    'Wants to cancel: cheaper offer elsewhere',
    `
C: I would like to cancel my internet contract at the end of the month.
A: I can do that for you, may I ask what made you decide?
C: The neighbours pay 25 for the same speed and I pay 41.
A: That is a fair point, your tariff is from four years ago.
C: It feels unfair that new customers get the good price and loyal ones do not.
A: I agree, and I can move you to the current tariff today.
C: What would that be?
A: The same speed for 26, no minimum term.
C: No minimum term means that I can leave any month?
A: Any month, with a single message.
C: Hm, and the installation, is there some fee hidden?
A: There is no fee at all, it only changes in our system.
C: Then I will stay, that is a good deal.
A: The new price counts from the first, I am sending you the summary.
C: Thanks, I am pleased that it was so simple.
`,
  ),
  talk(
    'en-retention-gym',
    'en',
    ['retention', 'billing'],
    'Gym does not accept the cancellation',
    `
C: I cancelled my membership in August and you are still taking 59 a month.
A: Hello, I am looking at your membership, there is no cancellation in it.
C: I sent a letter, an e-mail and I told the person at the front desk.
A: Do you have the e-mail, with the date?
C: 4 August, sent to your cancellation address. This is a scam.
A: I see, that address was closed in July and nobody reads it any more.
C: You closed the address that is printed on your contract? That is a fraud and a disgrace!
A: I understand how that looks.
C: Four months, 236 in total, stolen from my account!
A: Let me count from the date of your mail, please.
C: I am sick of your excuses, I am going to my lawyer.
A: From 4 August the notice is valid, so all four payments come back to you.
C: All of them? And it ends for good?
A: It ended on 4 August, and here is the written confirmation for you.
C: I have it. It should not take a threat to get this.
A: No, it should not, and I have reported the dead address.
C: Fine. I am still not happy with this gym, but thank you for solving it.
`,
  ),
  talk(
    'en-retention-moving-abroad',
    'en',
    ['retention'],
    'Closing the account before a move abroad',
    `
C: We are moving to Canada in June and have to close the electricity account.
A: How exciting; when do you hand over the keys?
C: On 28 June, the landlord will be there.
A: Then please take a photo of the meter on that day.
C: Where do I send it?
A: To this same chat, or with the form on our page.
C: And the final bill, can it go to an address in Canada?
A: By e-mail it reaches you anywhere.
C: By e-mail is fine.
A: I have set the end to 28 June, and the direct debit stops by itself after the last bill.
C: Is there a deposit that we get back?
A: There is, 75 euros, it will be set off against that bill.
C: Okay, good to know. You have been friendly in all these years, we will miss that.
A: That is lovely to hear, good luck with the new start.
`,
  ),
  talk(
    'en-retention-streaming-kids',
    'en',
    ['retention', 'tech'],
    'Child profile showed a horror film',
    `
C: My six year old was shown a horror film in her child profile.
A: That must not happen, I am so sorry; which title was it?
C: Something with a clown, she could not sleep and cried all night.
A: I found the title, it was tagged wrongly by the distributor on Friday.
C: Tagged wrongly? That is dangerous and careless, I am really upset.
A: It has been taken out of all child profiles as of now.
C: That does not help her now. I want to cancel, I cannot trust you.
A: I respect that, and I will cancel it if you wish.
C: What would you do, in my place?
A: With a child that age I would turn on the approved list, where only titles that you picked appear.
C: I did not know that such a list exists.
A: It is hidden too deep in the menu, I will gladly set it up with you.
C: Okay, let us try, but one more scare and we are gone.
A: It is on, with the eleven films she has already seen as a start.
C: That looks good, she likes all of these.
A: Two months are free, and I hope she sleeps well tonight.
C: Thank you, that is thoughtful of you.
`,
  ),
];
