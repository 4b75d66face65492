// Dutch; see words-de.js.

export const words = {
  "bought-together": "Vaak samen gekocht",
  "complete-the-look": "Past hier goed bij",
  "also-bought": "Anderen kochten ook",
  similar: "Vergelijkbare artikelen",
  "for-you": "Voor jou uitgekozen",
  "recently-viewed": "Onlangs bekeken",
  "because-you-viewed": "Op basis van wat je hebt bekeken",
  "because-you-viewed-of": "Omdat je {title} hebt bekeken",
  "buy-again": "Opnieuw kopen",
  trending: "Nu populair",
  "best-sellers": "Bestsellers",
  "best-sellers-of": "Bestsellers: {title}",
  new: "Nieuw binnen",
  cart: "Past bij wat er in je winkelwagen ligt",
  "after-purchase": "Wat anderen hierna kopen",
  "left-behind": "Nog interesse hierin?",
  filled: "Misschien vind je dit ook leuk",

  "reason-cart": "omdat {title} in je winkelwagen ligt",
  "reason-view": "omdat je {title} hebt bekeken",
  "reason-purchase": "omdat je {title} hebt gekocht",

  add: "In winkelwagen",
  was: "Was ",
  now: "Nu ",
  added: "Toegevoegd",
  "in-cart": "In je winkelwagen: {title}",
  refused: "Toevoegen is niet gelukt. Probeer het nog eens.",

  "this-item": "Dit artikel: ",
  total: "Totaal: {amount}",
  "add-all": "Alle {count} in winkelwagen",
  "add-some": "{count} in winkelwagen",
  "add-none": "Kies wat je wilt toevoegen",

  previous: "Vorige",
  next: "Volgende",

  "delivery-gap": "Nog {amount} tot gratis verzending",
  "delivery-free": "Je bestelling wordt gratis verzonden",

  forget: "Mijn geschiedenis wissen",
  forgotten: "Gewist: er wordt niets meer bewaard.",
};
