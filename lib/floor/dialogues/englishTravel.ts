import type { Dialogue } from '../floor.ts';
import { talk } from './talk.ts';

export const englishTravel: readonly Dialogue[] = [
  talk(
    'en-travel-cancelled-flight',
    'en',
    ['travel'],
    'Flight to Lisbon cancelled at the gate',
    `
C: You cancelled my flight to Lisbon while I was standing at the gate!
A: I am very sorry, I have the passenger list in front of me and will find you a seat.
C: There is not one person at the desk and two hundred people are shouting.
A: The ground crew was sent to another gate, which should not have happened.
C: My sister is getting married tomorrow at eleven, if I miss it I will never forgive you.
A: Then let us get you there tonight, may I also look at other airlines?
C: Look at whatever you want, just hurry, this is a nightmare.
A: There is a seat at 19:40 through Madrid, arriving in Lisbon at 23:15.
C: And who pays for that, me again?
A: It costs you nothing, and your suitcase will be moved with you.
C: Last time you lost my suitcase for a week, so forgive me if I do not trust that.
A: I have asked the crew to scan it in front of you at counter 14.
C: Okay, I am at the counter now and she is scanning it.
A: Your new boarding pass is on your phone, seat 6A at the window.
C: I got it. You really helped me, I can breathe again.
A: There is also compensation of 250 euros, and the claim is already filed for you.
C: Wow, thank you, that is great service and I am impressed.
A: Dance a lot tomorrow, and congratulations to your sister.
`,
  ),
  talk(
    'en-travel-seat-change',
    'en',
    ['travel'],
    'Two seats next to each other to Oslo',
    `
C: Hello, my wife and I have seats 12C and 27F on the flight to Oslo.
A: Good day, you would like to sit together, I suppose?
C: Yes, that is what we would like, if it is possible.
A: There are two seats next to each other in row 21.
C: Is that near the wing?
A: It is just behind the wing, window and middle.
C: We take them.
A: Changed, your new seats are 21A and 21B.
C: Does it cost extra?
A: Not in your fare, seats in that part are free.
C: And the meal, is it still the vegetarian one for both?
A: I see two vegetarian meals on the booking, they move with you.
C: Very good, then everything is settled.
A: Have a smooth flight, the two of you.
`,
  ),
  talk(
    'en-travel-hotel-honeymoon',
    'en',
    ['travel'],
    'Honeymoon upgrade in Kyoto',
    `
C: Hi, we arrive in Kyoto on Sunday for our honeymoon and I have a small question.
A: Congratulations from the whole reservations desk, ask away!
C: Could we have a room with a view of the garden?
A: I looked, and the garden rooms of your category are full that night.
C: Ah, a pity, but never mind.
A: However, the corner suite over the garden is empty for all four nights, and I would like to give it to you.
C: Really? The suite with the wooden bath?
A: That one, at the price of your room.
C: Oh my goodness, that is amazing, my husband will be so happy!
A: Shall I keep it as a surprise for him?
C: Yes please, that is a brilliant idea, I am so excited!
A: The note says surprise, and tea will be served on the terrace at four.
C: You are wonderful, this is the best message of the year.
A: We look forward to meeting you both on Sunday.
C: Can't wait, thanks a million!
`,
  ),
  talk(
    'en-travel-rental-car',
    'en',
    ['travel', 'billing'],
    'Rental company charges for an old scratch',
    `
C: Your rental desk charged me 380 euros for a scratch that was there before.
A: Good afternoon, I would like to see the handover sheet, one moment.
C: I took photos in the garage when I picked it up, the scratch is on every one of them.
A: The sheet from the pickup has no entry for the left door, I am afraid.
C: Because your man was on the phone and signed it without looking!
A: Would you send me the photos with their date?
C: They are in the chat. I find it dishonest to charge first and ask later.
A: I have them, the scratch is visible and the time is 8:12, before you drove off.
C: Exactly. So this was a false accusation.
A: It was, and I withdraw the charge in full.
C: I should hope so. Will I get it in writing?
A: Yes, the confirmation will arrive by e-mail within the hour.
C: Fine, but the whole thing was unpleasant and cost me a morning.
A: As an apology I have added a free day to your profile.
C: Well, that is decent, I accept.
`,
  ),
];
