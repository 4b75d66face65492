// Arabic; see words-de.js. `dir` is for blocks whose language is not the page's.

export const words = {
  dir: "rtl",

  "bought-together": "تُشترى معًا غالبًا",
  "complete-the-look": "يتناسب مع هذا المنتج",
  "also-bought": "اشترى العملاء أيضًا",
  similar: "منتجات مشابهة",
  "for-you": "مختارات لك",
  "recently-viewed": "شاهدتها مؤخرًا",
  "because-you-viewed": "مستوحى مما شاهدته",
  "because-you-viewed-of": "لأنك شاهدت {title}",
  "buy-again": "اشترِ مرة أخرى",
  trending: "رائج الآن",
  "best-sellers": "الأكثر مبيعًا",
  "best-sellers-of": "الأكثر مبيعًا: {title}",
  new: "وصل حديثًا",
  cart: "يتناسب مع ما في سلتك",
  "after-purchase": "ما يشتريه العملاء بعد ذلك",
  "left-behind": "أما زلت مهتمًا بهذه المنتجات؟",
  filled: "قد يعجبك أيضًا",

  "reason-cart": "لأن {title} في سلتك",
  "reason-view": "لأنك شاهدت {title}",
  "reason-purchase": "لأنك اشتريت {title}",

  add: "أضف إلى السلة",
  was: "السعر السابق ",
  now: "السعر الآن ",
  added: "تمت الإضافة",
  "in-cart": "أُضيف إلى سلتك: {title}",
  refused: "تعذّرت الإضافة إلى السلة. يُرجى المحاولة مرة أخرى.",

  "this-item": "هذا المنتج: ",
  total: "المجموع: {amount}",
  "add-all": "أضف المنتجات كلها إلى السلة ({count})",
  "add-all.two": "أضف المنتجين إلى السلة",
  "add-some": "أضف {count} منتج إلى السلة",
  "add-some.two": "أضف منتجين إلى السلة",
  "add-some.few": "أضف {count} منتجات إلى السلة",
  "add-some.many": "أضف {count} منتجًا إلى السلة",
  "add-none": "اختر ما تريد إضافته",

  previous: "السابق",
  next: "التالي",

  "delivery-gap": "أضف بقيمة {amount} لتحصل على توصيل مجاني",
  "delivery-free": "التوصيل مجاني لطلبك",

  forget: "امسح ما شاهدته",
  forgotten: "تم المسح: لم يعد هناك شيء محفوظ.",
};
