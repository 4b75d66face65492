// Spanish; see words-de.js.

export const words = {
  "bought-together": "Se suelen comprar juntos",
  "complete-the-look": "Combina bien con esto",
  "also-bought": "Otros clientes también compraron",
  similar: "Productos similares",
  "for-you": "Seleccionado para ti",
  "recently-viewed": "Vistos recientemente",
  "because-you-viewed": "Inspirado en lo que has visto",
  "because-you-viewed-of": "Porque has visto {title}",
  "buy-again": "Volver a comprar",
  trending: "Tendencias",
  "best-sellers": "Los más vendidos",
  "best-sellers-of": "Los más vendidos: {title}",
  new: "Novedades",
  cart: "Combina con lo que llevas en el carrito",
  "after-purchase": "Lo que otros clientes compran después",
  "left-behind": "¿Todavía te interesa?",
  filled: "También te puede gustar",

  "reason-cart": "porque tienes {title} en el carrito",
  "reason-view": "porque has visto {title}",
  "reason-purchase": "porque compraste {title}",

  add: "Añadir al carrito",
  was: "Antes ",
  now: "Ahora ",
  added: "Añadido",
  "in-cart": "En tu carrito: {title}",
  refused: "No se ha podido añadir al carrito. Inténtalo de nuevo.",

  "this-item": "Este producto: ",
  total: "Total: {amount}",
  "add-all": "Añadir los {count} al carrito",
  "add-some": "Añadir {count} al carrito",
  "add-none": "Elige qué quieres añadir",

  previous: "Anterior",
  next: "Siguiente",

  "delivery-gap": "Te faltan {amount} para el envío gratis",
  "delivery-free": "Tienes el envío gratis",

  forget: "Borrar mi historial",
  forgotten: "Hecho: ya no se guarda nada.",
};
