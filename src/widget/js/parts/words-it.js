// Italian; see words-de.js.

export const words = {
  "bought-together": "Spesso acquistati insieme",
  "complete-the-look": "Ci sta bene insieme",
  "also-bought": "Altri clienti hanno acquistato",
  similar: "Articoli simili",
  "for-you": "Scelti per te",
  "recently-viewed": "Visti di recente",
  "because-you-viewed": "In base a ciò che hai guardato",
  "because-you-viewed-of": "Perché hai guardato {title}",
  "buy-again": "Acquista di nuovo",
  trending: "Di tendenza",
  "best-sellers": "I più venduti",
  "best-sellers-of": "I più venduti: {title}",
  new: "Novità",
  cart: "Si abbina a ciò che hai nel carrello",
  "after-purchase": "Spesso acquistati in seguito",
  "left-behind": "Ti interessano ancora?",
  filled: "Potrebbe piacerti anche",

  "reason-cart": "perché hai {title} nel carrello",
  "reason-view": "perché hai guardato {title}",
  "reason-purchase": "perché hai acquistato {title}",

  add: "Aggiungi al carrello",
  was: "Prima ",
  now: "Ora ",
  added: "Aggiunto",
  "in-cart": "Nel tuo carrello: {title}",
  refused: "Non è stato possibile aggiungerlo al carrello. Riprova.",

  "this-item": "Questo articolo: ",
  total: "Totale: {amount}",
  "add-all": "Aggiungi tutti e {count} al carrello",
  "add-some": "Aggiungi {count} al carrello",
  "add-none": "Scegli cosa aggiungere",

  previous: "Precedente",
  next: "Successivo",

  "delivery-gap": "Ti mancano {amount} per la spedizione gratuita",
  "delivery-free": "La spedizione è gratuita",

  forget: "Cancella la mia cronologia",
  forgotten: "Fatto: non viene più conservato nulla.",
};
