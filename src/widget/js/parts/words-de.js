// German. As every file of words: all names there are, for themes that bring their own language.
//
// Names without a prefix are those of kinds: their headings. «-of» is the heading where one product, category or vendor can be named.
// {…} is where it stands. «add-all.few» and the like are forms for numbers, as Intl.PluralRules names them in this language.

export const words = {
  "bought-together": "Wird oft zusammen gekauft",
  "complete-the-look": "Passt gut dazu",
  "also-bought": "Andere kauften auch",
  similar: "Ähnliche Artikel",
  "for-you": "Für Sie ausgesucht",
  "recently-viewed": "Zuletzt angesehen",
  "because-you-viewed": "Passend zu dem, was Sie angesehen haben",
  "because-you-viewed-of": "Weil Sie {title} angesehen haben",
  "buy-again": "Nochmals kaufen",
  trending: "Gerade gefragt",
  "best-sellers": "Bestseller",
  "best-sellers-of": "Bestseller: {title}",
  new: "Neu eingetroffen",
  cart: "Passt zu Ihrem Warenkorb",
  "after-purchase": "Wird danach gern gekauft",
  "left-behind": "Noch in Gedanken dabei?",
  filled: "Das könnte Ihnen auch gefallen",

  "reason-cart": "weil {title} in Ihrem Warenkorb liegt",
  "reason-view": "weil Sie {title} angesehen haben",
  "reason-purchase": "weil Sie {title} gekauft haben",

  add: "In den Warenkorb",
  was: "Früher ",
  now: "Jetzt ",
  added: "Hinzugefügt",
  "in-cart": "In Ihrem Warenkorb: {title}",
  refused: "Das konnte nicht in den Warenkorb gelegt werden. Bitte versuchen Sie es noch einmal.",

  "this-item": "Dieser Artikel: ",
  total: "Zusammen: {amount}",
  "add-all": "Alle {count} in den Warenkorb",
  "add-some": "{count} in den Warenkorb",
  "add-none": "Bitte etwas auswählen",

  previous: "Zurück",
  next: "Weiter",

  "delivery-gap": "Noch {amount} bis zum kostenlosen Versand",
  "delivery-free": "Ihre Bestellung wird kostenlos versandt",

  forget: "Meinen Verlauf löschen",
  forgotten: "Gelöscht: Es ist nichts mehr gespeichert.",
};
