import type { Dialogue } from '../floor.ts';
import { talk } from './talk.ts';

export const european: readonly Dialogue[] = [
  talk(
    'es-travel-luggage',
    'es',
    ['travel'],
    'Maleta perdida en el vuelo a Bogotá',
    `
C: Buenas tardes, mi maleta no llegó en el vuelo de Madrid a Bogotá.
A: Buenas tardes, lamento mucho lo ocurrido, ¿tiene el número de la etiqueta?
C: Es el 0075-221834.
A: La maleta se quedó en Madrid porque la conexión fue muy corta.
C: Tengo una boda mañana y el traje está dentro, ¡qué desastre!
A: Entiendo su preocupación, voy a buscar la forma más rápida.
C: Siempre pasa lo mismo con ustedes, es un servicio pésimo y me da mucha rabia.
A: Tiene toda la razón en quejarse.
C: Nadie en el mostrador quiso ayudarme, una vergüenza.
A: La maleta sale esta noche en el vuelo de las 23:50 y llega a las cinco de la mañana.
C: ¿Y quién me la lleva al hotel?
A: Un mensajero nuestro, antes de las ocho, y usted recibe un aviso.
C: Bueno, eso ya suena mejor.
A: Además puede gastar 120 euros en lo necesario para hoy, se lo devolvemos.
C: Gracias, ha sido muy amable y la solución es excelente.
A: Que disfrute de la boda.
`,
  ),
  talk(
    'es-billing-phone',
    'es',
    ['billing', 'retention'],
    'Cambio de tarifa para dos líneas',
    `
C: Hola, quiero saber si hay una tarifa para dos líneas.
A: Hola, sí, hay una que se llama Dúo.
C: ¿Cuánto cuesta al mes?
A: Son 29 euros por las dos líneas juntas.
C: ¿Y los datos se comparten?
A: Se comparten 60 gigas entre los dos números.
C: Ahora pago 22 por cada una, así que me conviene.
A: El cambio se puede hacer desde mañana.
C: ¿Mi hija conserva su número?
A: Lo conserva, no cambia nada en su teléfono.
C: Pues hágalo, por favor.
A: Listo, le envié el resumen por mensaje.
C: Lo tengo aquí, muy rápido, qué alegría.
A: A usted por su confianza.
`,
  ),
  talk(
    'fr-orders-sofa',
    'fr',
    ['orders'],
    'Canapé livré dans la mauvaise couleur',
    `
C: Bonjour, le canapé livré ce matin est vert et j'avais choisi le gris.
A: Bonjour, je regarde votre commande tout de suite.
C: C'est la deuxième livraison ratée, je trouve ça inadmissible.
A: Je comprends, et je vous présente nos excuses.
C: J'ai pris un jour de congé pour rien, c'est vraiment décevant.
A: Le bon de commande dit bien gris perle, l'erreur vient de l'entrepôt.
C: Et maintenant, je garde ce monstre vert au milieu du salon ?
A: Nous pouvons le reprendre samedi et livrer le gris en même temps.
C: Samedi, je travaille, ce n'est pas possible.
A: Alors mardi soir entre dix-huit et vingt heures ?
C: Mardi soir, oui, c'est mieux.
A: Je vous offre aussi les frais de livraison, soit 79 euros.
C: Ah, c'est gentil, merci.
A: Vous recevrez un message avec le nom du chauffeur.
C: Parfait, votre aide était efficace et agréable.
A: Je vous souhaite une belle soirée.
`,
  ),
  talk(
    'de-tech-heating',
    'de',
    ['tech'],
    'Heizung springt nicht mehr an',
    `
C: Guten Abend, unsere Heizung springt seit gestern nicht mehr an.
A: Guten Abend, was zeigt das Gerät im Fenster an?
C: Da steht F28, und im Kinderzimmer sind es nur noch vierzehn Grad.
A: F28 heißt, dass die Flamme nicht zündet.
C: Ihr Notdienst geht nicht ans Telefon, das ist eine Frechheit!
A: Das darf nicht sein, und ich entschuldige mich dafür.
C: Wir haben ein Baby und frieren, ich bin wirklich wütend.
A: Ich verstehe Sie gut, bitte prüfen Sie einmal den gelben Hahn unter dem Gerät.
C: Der steht quer zur Leitung.
A: Dann ist das Gas abgesperrt, drehen Sie ihn bitte längs.
C: Moment, jetzt brummt es, und die Anzeige ist wieder normal.
A: Gestern war der Schornsteinfeger im Haus, vermutlich hat er ihn zugedreht.
C: Ach so, und niemand hat uns Bescheid gesagt, wie ärgerlich.
A: Hauptsache, es wird jetzt warm, den Notdienst spreche ich trotzdem an.
C: Danke, das war eine super Hilfe und ich bin sehr erleichtert!
A: Gern geschehen, und eine ruhige Nacht für das Kleine.
`,
  ),
  talk(
    'ru-bank-transfer',
    'ru',
    ['bank'],
    'Перевод не дошёл до получателя',
    `
C: Здравствуйте, перевод на 40 тысяч так и не дошёл до получателя.
A: Добрый день, назовите, пожалуйста, дату перевода.
C: Это было во вторник, уже четвёртый день.
A: Вижу операцию, она остановлена на проверке.
C: Почему никто не сообщил? Это безобразие, человек ждёт деньги на лечение.
A: Приношу извинения, уведомление действительно не ушло.
C: Мне в чате три раза отвечал робот, ужасный сервис!
A: Теперь с вами живой сотрудник, и я останусь до конца.
C: Сколько ещё ждать? Мы в отчаянии.
A: Нужно одно подтверждение, кому предназначен перевод.
C: Моей тёте, она в больнице в Казани.
A: Этого достаточно, проверка снята.
C: И что теперь?
A: Деньги зачислены минуту назад, комиссию мы вернули.
C: Тётя написала, что всё пришло, огромное спасибо!
A: Здоровья вашей тёте.
C: Вы очень помогли, отличная работа.
`,
  ),
  talk(
    'el-orders-olive-oil',
    'el',
    ['orders'],
    'Παραγγελία λαδιού με σπασμένο δοχείο',
    `
C: Καλησπέρα, το ένα δοχείο λάδι έφτασε σπασμένο.
A: Καλησπέρα σας, λυπάμαι πολύ, πόσα δοχεία ήταν στο κουτί;
C: Ήταν τέσσερα, τα τρία είναι εντάξει.
A: Μπορείτε να μου στείλετε μια φωτογραφία;
C: Την έστειλα, φαίνεται και ο λεκές στο χαρτόνι.
A: Τη βλέπω καθαρά, θα σας στείλουμε καινούργιο.
C: Πότε θα έρθει;
A: Μεθαύριο το πρωί με τον ίδιο μεταφορέα.
C: Πρέπει να πληρώσω τα μεταφορικά;
A: Όχι, η αποστολή είναι δική μας.
C: Ωραία, θα είμαι στο σπίτι.
A: Το σπασμένο μπορείτε να το πετάξετε.
C: Σας ευχαριστώ, καλό βράδυ.
A: Καλή όρεξη με το λάδι της Μάνης.
`,
  ),
];
