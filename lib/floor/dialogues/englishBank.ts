import type { Dialogue } from '../floor.ts';
import { talk } from './talk.ts';

export const englishBank: readonly Dialogue[] = [
  talk(
    'en-bank-stolen-card',
    'en',
    ['bank'],
    'Card stolen on the tram',
    `
C: My bag was stolen on the tram and my bank card was in it!
A: I am blocking the card as we speak; are you safe yourself?
C: I am fine, only shaken, please be quick.
A: It is blocked since this second, nobody can use it any more.
C: Was anything taken before that?
A: One contactless payment of 18 euros in a tobacco shop, twelve minutes ago.
C: That was not me, how awful.
A: I believe you, and the 18 euros are covered by us.
C: I am scared that they also have my address, my letters were in the bag.
A: The card alone tells them nothing, but it would be wise to call the police as well.
C: I will go there next.
A: A new card goes out today, and I have put it into your phone already so that you can pay.
C: Into my phone? It is really there, what a relief.
A: You can use it at every terminal from now on.
C: You were calm and incredibly helpful, thank you from the bottom of my heart!
A: Get home safely, and call at any hour if something looks odd.
`,
  ),
  talk(
    'en-bank-standing-order',
    'en',
    ['bank'],
    'Changing the rent standing order',
    `
C: Good morning, I want to change a standing order.
A: Morning, which one is it?
C: The rent, from 840 to 875, starting in October.
A: It runs on the first of every month, shall it stay that way?
C: The day can stay.
A: Is the receiver still the same housing company?
C: Same company, same number.
A: Then please confirm 875 euros from 1 October in your app.
C: A window came up, I confirmed it.
A: It has arrived here, the change is stored.
C: Can I see it somewhere?
A: Under Payments, then Planned, as the second entry.
C: Found it, that was all.
A: Glad to be of use, goodbye.
`,
  ),
  talk(
    'en-bank-mortgage-refused',
    'en',
    ['bank', 'retention'],
    'Mortgage declined without a reason',
    `
C: You declined our mortgage today and the letter gives no reason at all.
A: I am sorry that the letter is so short, I will look at the file with you.
C: We have two incomes, no debts and twenty years with this bank, it makes no sense.
A: The decision was made by the scoring system yesterday at noon.
C: A machine decides whether my family has a home? That is insulting.
A: You may ask for a person to look at it, that is your right.
C: We lose the house on Friday if there is no answer, we are desperate.
A: I see one entry that may be an error, a loan of 30,000 from 2019.
C: We never had such a loan, that is completely false!
A: It belongs to someone with the same name and another date of birth.
C: So you mixed us up with a stranger and almost ruined our lives, I am speechless.
A: It is a serious mistake, and I have just had it removed.
C: And the mortgage?
A: The credit officer is sitting beside me, she has read it and approves it at the rate that you were offered.
C: Approved? Is that true?
A: It is signed, the letter for the seller leaves in an hour.
C: I am shaking. Thank you, you saved us, I am so grateful!
A: I wish you many good years in that house.
C: My husband is crying with joy, you are an angel!
`,
  ),
  talk(
    'en-bank-insurance-claim',
    'en',
    ['bank', 'billing'],
    'Insurance claim after a burst pipe',
    `
C: A pipe burst in our kitchen and I want to report the damage.
A: Thank you for reporting it, is the water turned off?
C: Yes, the plumber closed it an hour ago.
A: What has been damaged, as far as you can tell?
C: The floor, two cupboards and the ceiling of the neighbour below.
A: Please take pictures of everything before you move it.
C: We have about thirty already. It is miserable to see, we renovated last year.
A: That hurts, I can imagine.
C: Will you pay for the neighbour too?
A: Yes, your policy covers the damage to others up to two million.
C: Good to hear, I was worried about him.
A: An assessor visits on Thursday at two, and dryers can be set up tomorrow morning.
C: Thursday is all right.
A: Your claim number is W-31977, please write it on all invoices.
C: Noted. Thanks for being so clear and patient.
A: Hang in there, we will get that kitchen dry.
`,
  ),
];
