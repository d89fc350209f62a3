/** Who meets on the floor, and what about when there is no dialogue to play. All names are made up. */
import type { QueueKind } from '../domain/records.ts';

export interface Person {
  name: string;
  /** Language tag of the language that this person speaks with the contact centre. */
  language: string;
}

const people = (byLanguage: Readonly<Record<string, string>>): readonly Person[] =>
  Object.entries(byLanguage).flatMap(([language, names]) =>
    names
      .trim()
      .split(/\s*,\s*/)
      .map((name) => ({ name, language })),
  );

export const customers: readonly Person[] = people({
  en: `Grace Whitlock, Owen Barraclough, Marsha Tindale, Desmond Achebe-Hill, Philippa Lunn, Curtis Holloway, Bethan Pryce,
    Tobias Merriweather, Leila Thornbury, Aidan O’Rourke, Sadie McCrory, Jerome Whitfield, Nora Castellan, Gwen Abernathy,
    Marcus Eddowes, Imogen Farrow, Clyde Banning, Hattie Sowerby, Rufus Delacourt-Jones, Ivy Penhaligon, Wendell Crake,
    Tamsin Orchard, Dwayne Pettigrew, Florence Umber`,
  he: `נועה ברקאי, איתמר שגיא, תמר אלמוג, יונתן הראל, שירה בן־עמי, אלון דרורי, מיכל קדמון, רועי אשכנזי, יעל צוריאל, עומר נחמיאס,
    הדס פלג, אביגיל רוזנטל, גיא מזרחי, ליאור חזן, רוני אבוטבול, דפנה גולן, אסף ויצמן־לב, שולמית כרמון`,
  ar: `ليلى الحسيني, عمر بن سالم, فاطمة الزهراني, يوسف القاسم, نور الدين حداد, سلمى عبد الرحيم, خالد المنصوري, هدى بركات, طارق زيدان,
    ريم الشامي, أحمد السويدي, مريم طنوس`,
  es: 'María José Ibáñez, Íñigo Arrieta, Lucía Fernández Peña, Joaquín Ñáñez, Rocío Calderón, Andrés Quispe, Ximena Robledo',
  fr: 'Éloïse Garnier, Loïc Kermarrec, Aurélie Vasseur, Gaëtan Bellerose, Océane N’Diaye, Thibault Lacroix-Morel',
  de: 'Jürgen Äpfelbach, Katrin Großmann, Sören Wüstenhagen, Annegret Löffler, Matthias Krüger, Heike Straßburger',
  ru: `Екатерина Воронцова, Михаил Лебедев, Ольга Щербакова, Артём Соловьёв, Людмила Чайкина, Тимур Галимов, Ксения Журавлёва`,
  el: 'Ελένη Παπαδάκη, Γιώργος Κωνσταντινίδης, Δήμητρα Σταματίου, Νίκος Βλαχόπουλος, Αναστασία Μαυρομμάτη',
  hi: 'आरव शर्मा, प्रिया नायर, Rohan Deshpande, सुनीता वर्मा, Kavya Iyer, विक्रम चौहान, Ananya Mukherjee',
  ta: 'கவிதா சுப்பிரமணியன், முருகன் செல்வராஜ்',
  zh: '王秀兰, 李建国, 陳美玲, 张伟东, 欧阳雪梅, 林志豪',
  ja: '佐藤 美咲, 高橋 健太, 渡辺 さくら, 小林 大輔, 長谷川 由美子',
  ko: '김서연, 이준호, 박지민, 최은영, 남궁민수',
  tr: 'Ayşe Yıldırım, Mehmet Çağlar, İpek Özdemir, Oğuz Şahinbaş, Gülşah Küçük',
  yo: 'Adébáyọ̀ Ọlátúnjí, Folákẹ́ Adéyẹmí, Olúwaṣeun Bámgbóṣé, Yétúndé Àjàyí',
  vi: 'Nguyễn Thị Hồng, Trần Văn Đức, Phạm Quỳnh Anh, Lê Hoàng Long, Đỗ Thùy Dương',
  pl: 'Agnieszka Wiśniewska, Paweł Żółkiewski, Małgorzata Świątek, Łukasz Gąsior, Grzegorz Brzęczyszczykowski',
  sv: 'Åsa Lindqvist, Björn Ekström, Märta Sjögren',
  nb: 'Øystein Håkonsen, Solveig Brekke',
  da: 'Søren Kjærgaard, Astrid Østergaard',
  fi: 'Päivi Mäkelä, Jörgen Lehtonen',
  is: 'Þórdís Guðmundsdóttir, Ægir Sigurðsson',
  pt: 'João Gonçalves, Conceição Magalhães, Luís Araújo',
  hu: 'Szűcs Erzsébet, Kőszegi Bálint',
  th: 'สมชาย ใจดี, อรุณี แสงทอง',
  am: 'ሰላማዊት ተስፋዬ, አበበ ገብረመድኅን',
  ka: 'ნინო ბერიძე',
  fa: 'پریسا کریمی, آرش محمدی',
  uk: 'Ївга Гриценко, Олексій Шевчук',
});

/** The first one is the shortest and the last one the longest, so that a column shows how it copes. */
export const agentNames: readonly Person[] = people({
  en: `Bo Lim, Hannah Price, Marcus Oyelaran, Saoirse Quinn, Devon Clarke, Amelia Stone, Kwame Boateng, Julia Novak, Rajesh Menon,
    Chloe Bennett, Samuel Ferreira, Ingrid Halvorsen`,
  he: 'דנה לוי, אורי כהן, מאיה ביטון, יואב שפירא, נטע אברהמי, עידו פרידמן, ענבר סבן, תומר גבאי, רחל אדלר',
  ar: 'سارة منصور, محمود النجار, رنا خليل, كريم العلي, دينا صباغ',
  es: 'Inés Castaño, Mateo Villalobos',
  fr: 'Camille Rousseau',
  de: 'Lena Hofmann',
  ru: 'Дарья Климова, Игорь Назаров',
  ja: '山本 葵',
  el: 'Σοφία Αντωνίου',
  fi: 'Maximiliana Kuusisto-Venäläinen',
});

export const supervisorNames: readonly Person[] = people({ en: 'Robin Ashdown', he: 'גלית אורן', ar: 'سامر عودة' });

/** Answer before a human does. */
export const botNames: readonly string[] = ['Frontdesk Bot', 'פקיד אוטומטי'];

export const queueNames: readonly { name: string; kind: QueueKind; topic: string }[] = [
  { name: 'Billing', kind: 'messaging', topic: 'billing' },
  { name: 'Orders & deliveries', kind: 'messaging', topic: 'orders' },
  { name: 'Travel desk', kind: 'messaging', topic: 'travel' },
  { name: 'תמיכה טכנית', kind: 'messaging', topic: 'tech' },
  { name: 'Retention', kind: 'messaging', topic: 'retention' },
  { name: 'خدمات مصرفية', kind: 'messaging', topic: 'bank' },
  { name: 'Voice: service line', kind: 'voice', topic: 'tech' },
  { name: 'קול: שימור לקוחות', kind: 'voice', topic: 'retention' },
  { name: 'Cases & e-mail', kind: 'record', topic: 'billing' },
];

export interface Subject {
  subject: string;
  language: string;
}

/** Calls have a subject from the menu that the caller chose. */
export const voiceSubjects: readonly Subject[] = [
  { language: 'en', subject: 'Call: question about an invoice' },
  { language: 'en', subject: 'Call: parcel not found' },
  { language: 'en', subject: 'Call: flight change' },
  { language: 'en', subject: 'Call: no dial tone' },
  { language: 'en', subject: 'Call: thinking of leaving' },
  { language: 'en', subject: 'Call: lost card' },
  { language: 'en', subject: 'Call: callback requested' },
  { language: 'en', subject: 'Call: complaint about a technician’s visit' },
  { language: 'he', subject: 'שיחה: בירור חשבון' },
  { language: 'he', subject: 'שיחה: תקלה בקו' },
  { language: 'he', subject: 'שיחה: בקשה לניתוק' },
  { language: 'he', subject: 'שיחה: כרטיס שאבד' },
  { language: 'ar', subject: 'مكالمة: استفسار عن فاتورة' },
  { language: 'ar', subject: 'مكالمة: تأخر الشحنة' },
  { language: 'es', subject: 'Llamada: cambio de domicilio' },
  { language: 'ru', subject: 'Звонок: не работает приложение' },
];

/** Routed cases and e-mails: nobody talks in them. */
export const recordSubjects: readonly Subject[] = [
  { language: 'en', subject: 'RE: RE: Invoice 2024-8831 disputed' },
  { language: 'en', subject: 'Warranty claim: dishwasher pump' },
  { language: 'en', subject: 'Power of attorney to be filed' },
  { language: 'en', subject: 'Change of bank details by letter' },
  { language: 'en', subject: 'Returned goods without a delivery note' },
  { language: 'en', subject: 'Data access request' },
  { language: 'en', subject: 'Damage report with eleven photographs' },
  { language: 'en', subject: 'Fwd: group booking, 34 persons' },
  { language: 'he', subject: 'בקשה בכתב: החזר דמי משלוח' },
  { language: 'he', subject: 'תלונה שהתקבלה בדואר' },
  { language: 'he', subject: 'טופס העברת בעלות' },
  { language: 'ar', subject: 'طلب كشف حساب مختوم' },
  { language: 'ar', subject: 'شكوى خطية بشأن التركيب' },
  { language: 'de', subject: 'Kündigung per Einschreiben' },
  { language: 'fr', subject: 'Attestation pour l’assurance' },
];
