import type { Dialogue } from '../floor.ts';
import { talk } from './talk.ts';

export const englishBilling: readonly Dialogue[] = [
  talk(
    'en-billing-double-charge',
    'en',
    ['billing'],
    'Charged twice for the May plan',
    `
C: Hi there, my card shows two payments of 39 dollars for the May plan.
A: Good morning, I can look into that double payment for you right now.
A: Could you read me the last four digits of the card, please?
C: It ends in 7716, and both charges are from the third of May.
A: I see them: one went through at 9:02 and the other at 9:04.
C: So why did you take it twice? I only pressed the button once.
A: The payment page timed out and sent the request again; that is a mistake on our side.
C: That is annoying, because my account went below zero and the bank added a fee of 15 dollars.
A: I am sorry about the fee, and I will return it together with the second payment.
C: Oh, that is kind of you, I did not expect that.
A: You will have 54 dollars back on the card by Thursday at the latest.
C: Perfect, that was quick and really helpful.
A: The reference for this refund is RF-2208, in case you want to follow it.
C: Wonderful, thank you so much for sorting it out with no fuss!
A: My pleasure, and enjoy the rest of your morning.
`,
  ),
  talk(
    'en-billing-roaming',
    'en',
    ['billing', 'retention'],
    'Roaming bill of 412 pounds',
    `
C: I just opened my phone bill and it says 412 pounds.
A: Thank you for getting in touch about the bill; let me open it on my side.
C: My normal bill is 22 pounds, so something is badly wrong here.
A: Most of it is data used in Switzerland between the 8th and the 11th.
C: I was there for one weekend, and your shop told me roaming was included!
A: It is included in the European Union, but Switzerland is not part of that zone.
C: Nobody mentioned that. This is outrageous, it is more than my rent share.
A: I understand why that comes as a shock.
C: You let a customer run up 400 pounds and never send one warning, that is a disgusting trick.
A: You are right that a warning should have reached you at 50 pounds, and I cannot find one in the log.
C: So it is YOUR failure and I am the one who pays? I am furious!
A: Because the warning was never sent, I may cancel everything above the 50 pounds.
C: Wait, everything above it? So I would pay 72 in total?
A: Exactly, 72 pounds this month, and roaming data is now capped on your number.
C: All right, that is fair. I calmed down a little, thanks.
A: I have also put a note about the missing warning so that it gets repaired.
C: Good. I appreciate that you did not argue with me.
A: It was the right thing to do, take care.
`,
  ),
  talk(
    'en-billing-meter',
    'en',
    ['billing'],
    'Estimated gas reading is far too high',
    `
C: Hello, the gas statement for our flat has an estimated reading that cannot be right.
A: Welcome to the energy desk, which number do you see on the statement?
C: It says 8,940 and the meter in the hallway shows 8,112.
A: Could you send a photo of the meter, so that I can replace the estimate?
C: Just uploaded it, the picture is a bit dark.
A: I can read it well: 8,112, taken today.
C: What does that do to the amount?
A: The statement drops from 263 euros to 118 euros.
C: Okay, and do I have to pay the old one meanwhile?
A: No, the old statement is void as of this minute, please wait for the corrected letter.
C: When will the letter come?
A: In about six working days, by post and in your online account.
C: Fine, that answers my questions.
A: Then I wish you a warm winter with a small bill.
`,
  ),
  talk(
    'en-billing-water-late-fee',
    'en',
    ['billing', 'retention'],
    'Late fee though the water bill was paid',
    `
C: I got a late fee on my water bill and I want it removed.
A: Certainly, may I have the customer number from the top right corner?
C: 55-20817. I paid on the 14th, the due date was the 15th.
A: Your payment reached us on the 17th according to the ledger.
C: That is not my problem, the bank shows it left on the 14th.
A: A transfer can take up to three days, and the due date is the day it arrives.
C: So you punish people for the slow banks, how ridiculous is that?
A: I can see that this is frustrating, and I did not make the rule.
C: I have paid on time for eleven years and this is the thanks I get, an insulting letter with red print.
A: Eleven years without a single reminder, yes, I can confirm that.
C: Then waive the stupid fee!
A: I am afraid that only the collections team may do so, and they open on Monday.
C: Unbelievable. Nobody there is ever able to help, it is a terrible service.
A: I have written the request for you, with the bank date, so nothing is left to do on your end.
C: I am still angry and I will complain to the regulator if the fee is there next month.
A: That is your right, and the complaint address is on the back of the letter.
`,
  ),
  talk(
    'en-billing-instalments',
    'en',
    ['billing', 'bank'],
    'Cannot pay the dental bill at once',
    `
C: Good evening, I received the bill for my root canal and I do not know how to pay it.
A: I am glad that you called us about it; shall we see what is possible together?
C: I lost my job in March and it has been a sad few months, to be honest.
A: I am truly sorry to hear that.
C: The bill is 860 and I have maybe 90 a month to spare, I am worried about debt collectors.
A: Nobody will send collectors while we have an arrangement.
C: Is there something like instalments?
A: Yes, ten payments of 86 without any interest, starting when you choose.
C: Without interest? I was afraid it would be a loan.
A: It is a plain agreement with the clinic, and you may pause it twice.
C: That is a relief, I could cry.
A: Would the first of next month be a good start?
C: The fifth would be better, that is when the benefit arrives.
A: Then the fifth it is, and the agreement is in your mailbox.
C: You have been very kind, I feel much better now.
A: All the best for the job search, it will turn around.
`,
  ),
];
