// French; see words-de.js. U+00A0 before the colon.

export const words = {
  "bought-together": "Souvent achetés ensemble",
  "complete-the-look": "Pour aller avec",
  "also-bought": "Les clients ont aussi acheté",
  similar: "Articles similaires",
  "for-you": "Sélectionnés pour vous",
  "recently-viewed": "Vus récemment",
  "because-you-viewed": "D’après les articles que vous avez regardés",
  "because-you-viewed-of": "Parce que vous avez regardé {title}",
  "buy-again": "Acheter à nouveau",
  trending: "Tendances du moment",
  "best-sellers": "Meilleures ventes",
  "best-sellers-of": "Meilleures ventes\u00a0: {title}",
  new: "Nouveautés",
  cart: "Pour compléter votre panier",
  "after-purchase": "Souvent achetés ensuite",
  "left-behind": "Toujours intéressé par ces articles\u00a0?",
  filled: "Vous aimerez peut-être aussi",

  "reason-cart": "parce que {title} est dans votre panier",
  "reason-view": "parce que vous avez regardé {title}",
  "reason-purchase": "parce que vous avez acheté {title}",

  add: "Ajouter au panier",
  was: "Ancien prix\u00a0: ",
  now: "Prix actuel\u00a0: ",
  added: "Ajouté",
  "in-cart": "Dans votre panier\u00a0: {title}",
  refused: "L’ajout au panier a échoué. Veuillez réessayer.",

  "this-item": "Cet article\u00a0: ",
  total: "Total\u00a0: {amount}",
  "add-all": "Ajouter les {count} au panier",
  "add-some": "Ajouter {count} articles au panier",
  "add-none": "Choisissez les articles à ajouter",

  previous: "Précédent",
  next: "Suivant",

  "delivery-gap": "Plus que {amount} pour la livraison gratuite",
  "delivery-free": "La livraison vous est offerte",

  forget: "Effacer mon historique",
  forgotten: "C’est fait\u00a0: plus rien n’est enregistré.",
};
