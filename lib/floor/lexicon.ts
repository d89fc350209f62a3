/**
 * What the sentiment estimate knows of each language. Words are separated by blanks; `frustrat*` stands for every word
 * that begins so. Accents do not matter: both sides are compared without them.
 */
export interface Lexicon {
  language: string;
  /** Frequent words without feeling, by which the language is recognised. */
  common: string;
  /** Turn the feeling of the next few words round. */
  negators: string;
  /** By strength, −3 … 3. */
  feelings: { '-3': string; '-2': string; '-1': string; '1': string; '2': string; '3': string };
  /** Letters of no other language of a contact centre: a turn in them is in this one, whatever its words. */
  ownLetters?: RegExp;
  /** Letters that a word may carry in front, in the order in which they are taken off. */
  prefixes?: readonly string[];
}

export const lexicons: readonly Lexicon[] = [
  {
    language: 'en',
    common: `a about after again all also am an and any are as at be because been before but by can could did do does for
      from get go had has have he hello her here hi him his how i i'm if in is it it's its just let me more my need now of
      ok okay on one or our out see she so some than that that's the their them then there they this to up us was we were
      what when where which who why will with would yes you your every around other new want please number any same last next
      today tomorrow yesterday account bill card money month order time week hour minutes okay morning afternoon evening`,
    negators: `not no never nobody nothing none without cannot can't don't doesn't didn't isn't wasn't won't hardly`,
    feelings: {
      '-3': `furious disgust* outrag* horrible awful terrible disaster* catastroph* nightmare fraud* scam* disgrace* hate*
        worst unbelievable pathetic ridiculous appall* heartbroken stolen despicable desperate`,
      '-2': `angry anger insult* garbage junk stupid useless dishonest unfair lie lies lied unacceptable upset broke broken
        rude rotten speechless scared afraid miserable dangerous careless lawyer sick killed punish ruined fail* false panic* sad complain* cried lost`,
      '-1': `annoy* bad badly wrong problem* disappoint* frustrat* worried nervous tired mess missing late mistake* unpleasant
        damage* crack* dead waiting threat* excuses pity fault failure weak poor slow fee worse unfortunately shame
        cancelled burst hurts unhappy locked`,
      '1': `thank* good fine nice kind fair better helped helps help glad pleased relief easy easier clear decent
        quick appreciate* friendly happy cool likes solving works calm* surprise`,
      '2': `great helpful love* wonderful lovely beautiful super perfect brilliant kindly grateful excited thoughtful
        delighted joy adorable patient impressed awesome`,
      '3': `amazing fantastic excellent best incredib* star angel outstanding superb phenomenal`,
    },
  },
  {
    language: 'es',
    common: `a al así aquí bien como con cuanto cuesta cuándo cuánto de del desde día donde dos el ella en entonces es esa ese
      eso esta está este esto ha hay hola la las le lo los me mi mis muy número o para pero por porque pues que qué quiero quién se
      si sí son su tengo todo tu un una usted ustedes ya y ahora buenas tardes días favor saber`,
    negators: 'no nunca nadie ningún ninguna nada sin tampoco',
    feelings: {
      '-3': 'pésim* desastre vergüenza horrible* indignante estafa* terrible* asco furios* inaceptable* odio',
      '-2': 'rabia enfad* enojad* mentira* robo inútil* grosero* peor triste* ridículo* injust*',
      '-1': 'mal malo mala perdid* perdió problema* queja* molest* error tarde lament* preocupa* roto rota decepcion*',
      '1': 'gracias bueno mejor amable* conviene rápid* fácil ayud* tranquil* correcto content*',
      '2': 'alegría feliz encanta* genial perfect* agradecid* estupend* contentísim*',
      '3': 'excelente* maravillos* fantástic* increíble* magnífic*',
    },
  },
  {
    language: 'fr',
    common: `à alors au aussi avais avec bien bonjour ce ces cette comme dans de des du elle en est et être eux garde il ils je
      jour la le les leur ma maintenant mais mes moi mon ne nos notre nous ont on ou où oui par pour pris que quel qui sa se ses si soir
      son sont suis sur toi ton tout très trouve un une vos votre vous y ai ça`,
    negators: 'pas jamais rien personne aucun aucune sans ni',
    feelings: {
      '-3': 'inadmissible* scandal* honte horrible* catastroph* inacceptable* escroquerie furieu* détest*',
      '-2': 'nul nulle colère mensonge* arnaque ratée* raté pire insupportable* triste* monstre',
      '-1': 'décevant* déçu* problème* erreur mauvais* retard cassé* agaç* inquiet* dommage malheureusement',
      '1': 'merci mieux gentil* agréable* rapide* bon bonne facile aide aidé content*',
      '2': 'parfait* efficace* ravi* super génial* heureu* adore*',
      '3': 'excellent* formidable* magnifique* merveilleu* fantastique*',
    },
  },
  {
    language: 'de',
    common: `aber abend ach alle als also am an auch auf aus bei bin bis bitte da das dass dem den der des die dir doch ein eine
      einen er es für gestern guten habe haben hat ich ihr ihre im in ist ja jetzt kann mein mich mir mit moment nach noch nur oder sie sind
      so springt steht um und uns unsere von war was wann warum weil wenn wer wie wieder wir zu zum zur tag`,
    negators: 'nicht nie niemand kein keine keinen keiner nichts ohne niemals',
    feelings: {
      '-3': 'frechheit unverschämt* katastroph* furchtbar* schrecklich* betrug unfassbar* hasse skandal*',
      '-2': 'wütend* sauer lüge* schlecht* unmöglich* traurig* schlimm* mies* peinlich empört',
      '-1': 'ärgerlich* problem* fehler kaputt* enttäusch* leider spät* sorge* frieren falsch* nervt',
      '1': 'danke gut gute guter besser schnell* nett* freundlich* hilfe geholfen einfach zufrieden* klappt',
      '2': 'super erleichtert toll* freue froh glücklich* perfekt* dankbar* prima',
      '3': 'ausgezeichnet* hervorragend* fantastisch* großartig* wunderbar* begeistert*',
    },
  },
  {
    language: 'ru',
    common: `а без больнице был была было были в во вам вас вы где да для до его ей если есть ещё её же за здравствуйте и из или их
      к как какой когда кто куда мне мы на надо нам нас но о об он она они от очень по почему при с со сколько так там теперь то тоже
      только тут у уже что чтобы это этот эта я всё день пожалуйста раза`,
    negators: 'не нет ни никто никогда ничего нельзя',
    feelings: {
      '-3': 'безобразие ужасн* кошмар* позор* отвратительн* катастроф* мошенни* отчаян* возмутительн* ненавижу',
      '-2': 'злой зла злюсь хам* обман* плохо плохой грустн* бесит врёте враньё хуже',
      '-1': 'проблем* ошибк* жаль сломал* опозда* задержк* расстро* неприятн* разочаров* долго',
      '1': 'спасибо хорошо лучше вежлив* быстро помог* удобно благодар* ясно довол*',
      '2': 'отличн* рад рада счастлив* супер огромное здорово молодцы люблю',
      '3': 'прекрасн* замечательн* великолепн* потрясающ* восхитительн* превосходн*',
    },
  },
  {
    language: 'he',
    ownLetters: /\p{Script=Hebrew}{2}/u,
    prefixes: ['ו', 'ה', 'ש', 'ב', 'ל', 'מ', 'כ'],
    common: `אבל או אותו בקשה שקל שקלים צהריים לילה אותה אותי אחד אחרי אי אולי איזה אין איך אם אנחנו אני אפשר את אתה אתם בבקשה בגלל בוקר ביחד בכלל גם די הוא
      היה היו היום היי היא הייתה הכול זה זאת זו חודש יהיה יום יש כבר כי כל כמה לו לי לה לנו לכם לך לפני מה מחר מי מתי עד עוד על עם עכשיו
      ערב פה צריך רוצה של שלי שלנו שלכם שלום שם שוב אז אתמול איפה מאיזה קוד במקום ואם`,
    negators: 'לא ולא שלא אין ואין בלי אף אל מעולם אינו אינה',
    feelings: {
      '-3': 'מחפיר בושה מזעזע סיוט נורא נוראי שערורי* זוועה מגעיל אסון רמאות גועל הונאה',
      '-2': `חוצפה מכעיס כועס כועסת שקר שקרים גרוע נמאס עצוב עצובה מפחיד גנב גנבו מלחיץ זלזול בזבוז תירוצים מתקלקל בוכה
        הפסדנו אכזבה מתסכל`,
      '-1': `מעצבן תקלה בעיה נזק טעות חבל כאבים קשים קשה מאוכזב מאוכזבת יכאב איחרה איחור מאחר לאיבוד עקומה חסר שבור כפול
        מודאג מודאגת`,
      '1': 'תודה תודות טוב טובה בסדר אדיב הוגן קל מרגיע עובד הגיוני הבנתי ההבנה המאמץ הקלה נקייה יעיל הבנה סבלנות מהיר',
      '2': `נהדר יופי מושלם נהנינו מקסימה שמחה שמח מרוצה כיף התרגשתי אלף הצלתם ממליצים ענקית מאושרים אוהב אוהבת הכבוד`,
      '3': 'מצוין מעולה מדהים מדהימה פנטסטי וואו אלופים נפלא נפלאה הטובים',
    },
  },
  {
    language: 'ar',
    prefixes: ['و', 'ف', 'ب', 'ل', 'ال'],
    common: `أنا أنت أنتم أو أي إلى أن إن إذا الآن اليوم بعد بين ثم حتى حسنا خمسة رقم ساعة شهر صباح عن عند عندي عندنا على في فضلكم قبل
      قد كان كانت كل كم كما لكن لنا لي ماذا ما أرى الله لله نفسها متى مع مساء من منذ منكم مني نحن نعم هذا هذه هل هو هي وصل وصلت وصلني يا يمكن الوقت السلام عليكم
      الخير طلبت التي الذي أهلا سلامة`,
    negators: 'لا ولا لم ولم لن ولن ليس وليس ليست غير بدون بلا',
    feelings: {
      '-3': 'كارثة فضيحة فظيع مخز احتيال مقرف أسوأ ظلم',
      '-2': 'غاضب غاضبة إهمال سيئة سيئ حزين حزينة كذب محبط محبطة خسارة مؤسف مؤسفا وقاحة غضب',
      '-1': 'مشكلة خطأ قلق مقطوع متوقف متأخر عطل محرج انزعاج للأسف معطل انتظرنا مزعج',
      '1': 'شكرا أشكركم مناسب أفضل لطيف نظيف سريع سهل معقول مساعدة مساعدتكم تعاونك محترم جيد الحمد',
      '2': 'ممتن سعيد سعيدة جميل جميلا أحسنت بارك جزيلا مسرور يعمل أحببت راض',
      '3': 'ممتاز رائع رائعة عظيم مذهل مدهش',
    },
  },
];
