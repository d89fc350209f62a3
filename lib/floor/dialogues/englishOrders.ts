import type { Dialogue } from '../floor.ts';
import { talk } from './talk.ts';

export const englishOrders: readonly Dialogue[] = [
  talk(
    'en-orders-late-birthday',
    'en',
    ['orders'],
    'Birthday present has not arrived',
    `
C: My order 20-6631 was promised for yesterday and nothing came.
A: Hello and thanks for writing, I am checking the courier's page for that parcel.
C: It is a birthday present and the party is tomorrow at noon, so I am rather nervous.
A: The van had a breakdown last night and the parcel went back to the depot.
C: Great, and when were you planning to tell me?
A: A text should have gone out at six, and I apologise that it did not.
C: I have been waiting at home the whole day for nothing, that is really disappointing.
A: I would be disappointed too.
A: There is a bicycle courier near the depot who can bring it tonight between seven and nine.
C: Tonight? Are you sure, because the last promise was broken?
A: He has just confirmed it, and you can watch him on the map with the link that I am sending.
C: I see a little bike moving on the map, that is fantastic!
A: The delivery cost of 8 dollars is on its way back to you as well.
C: You saved my daughter's party, thank you, thank you!
A: Happy birthday to her, and save a slice of cake for the rider.
C: Ha, we will, you are a star!
`,
  ),
  talk(
    'en-orders-wrong-size',
    'en',
    ['orders'],
    'Exchange hiking boots for one size up',
    `
C: Hey, can I swap hiking boots for a bigger size?
A: Hey and welcome, of course, as long as they were only tried on indoors.
C: Only on the carpet, they pinch at the toes.
A: Which size do you have and which one would you like?
C: I have a 42 and need a 43, same colour.
A: The 43 in moss green is in stock, shall I reserve a pair?
C: Yes, do that.
A: Reserved, and the return label is in your inbox.
C: Do I send mine first or do you send the new ones right away?
A: They leave today, and you have two weeks to send the old pair.
C: Nice, that is easy.
A: Drop the box at any parcel shop, there is no need to print the label.
C: The one at the corner takes codes, I think.
A: It does, it is on our list and it is open until eight.
C: Cool, have a good one.
`,
  ),
  talk(
    'en-orders-broken-tv',
    'en',
    ['orders', 'tech'],
    'Television delivered with a cracked screen',
    `
C: The television you delivered today has a crack across the whole screen.
A: Oh no, that is not how it should arrive; do you have a picture of it?
C: Sending two pictures, and the box was already damaged when the driver dropped it.
A: The pictures are clear, thank you.
C: I told the driver and he laughed and left, that was so rude.
A: That is not acceptable, and I will pass it on to the carrier.
C: I want a new one today.
A: The next slot in your area is Friday, there is no stock closer than that.
C: FRIDAY? The final is on Wednesday and ten people are coming, this is a complete disaster!
A: I understand, let me see what else I can do.
C: I paid 1,200 for garbage and you tell me to wait, I am so angry that I want my money back.
A: A full refund is possible straight away if you prefer that.
C: Then do it, and come and collect this broken junk, I hate this shop.
A: The refund of 1,200 is ordered and the pickup is tomorrow between ten and noon.
C: Worst purchase ever, never again.
A: I am sorry that we let you down before the final.
`,
  ),
  talk(
    'en-orders-vinyl',
    'en',
    ['orders'],
    'Signed vinyl arrived before the release',
    `
C: I do not have a problem for once, I only wanted to say something nice.
A: What a lovely surprise, please go ahead!
C: The signed record came two days before the release and the packing was beautiful.
A: I will tell the packing team, they will be delighted.
C: There was even a handwritten card, I love it.
A: That would be our colleague on the night shift, who draws the little owls.
C: The owl is adorable, it hangs on my fridge already.
A: He is going to blush when he reads this.
C: Is the second pressing going to be blue as well?
A: It will be orange, and the presale opens on the 20th at ten.
C: Amazing, can I be put on a list?
A: You are on the list now and will get a message an hour earlier than everybody else.
C: Excellent service as always, you people are the best!
A: You have just made a whole warehouse smile.
`,
  ),
  talk(
    'en-orders-groceries',
    'en',
    ['orders', 'billing'],
    'Half of the groceries are missing',
    `
C: Half of my groceries are missing from the delivery that just came.
A: Sorry to read that; could you list what is not there?
C: No milk, no bread, no eggs, and the strawberries are rotten.
A: I have marked these four for a refund of 17 pounds.
C: A refund does not feed my children tonight, does it?
A: That is true, so let me ask the store about a second run.
C: This is the third time this month, I am getting tired of it.
A: I see the two earlier complaints, and I understand your frustration.
C: Every time you apologise and every time the same mess happens again.
A: The picker at that store takes items from a list that is not up to date after five.
C: Then fix the list, that is not rocket science!
A: Your orders will be picked at the other store from now on, where the list is live.
C: Hm, okay. That might actually help.
A: And the milk, bread and eggs are on a scooter, fifteen minutes away.
C: All right, that is better than I feared, thanks.
A: Enjoy your dinner, and tell us if the next one is not complete.
C: I will, be sure of that.
`,
  ),
];
