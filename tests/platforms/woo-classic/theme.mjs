// A storefront page with the names that WooCommerce's classic templates and its scripts for the cart have: body classes, `form.cart`,
// `.single_add_to_cart_button`, `.ajax_add_to_cart`, fragments, jQuery events. The code is the test's own.

import { page } from "../../engines/site.mjs";
import { startWoo, wordpressHead } from "../woocommerce/shop.mjs";

const counter = (root, cart) => `<a class="cart-contents" href="${root}cart/" title="View your shopping cart"><span class="count">${cart.items_count}</span></a>`;
const widget = (cart) => `<div class="widget_shopping_cart_content"><ul class="woocommerce-mini-cart cart_list product_list_widget">${cart.items
  .map((item) => `<li class="woocommerce-mini-cart-item mini_cart_item" data-sku="${item.sku}">${item.quantity} × ${item.name}</li>`)
  .join("")}</ul></div>`;

const SCRIPT = `
  jQuery(($) => {
    const apply = (fragments) => $.each(fragments, (selector, html) => $(selector).replaceWith(html));
    $(document.body).on("wc_fragment_refresh", () => {
      $.post({ url: shopRoot + "?wc-ajax=get_refreshed_fragments", data: { time: Date.now() } }).done((data) => {
        apply(data.fragments);
        $(document.body).trigger("wc_fragments_refreshed");
      });
    });
    $(document.body).on("click", ".ajax_add_to_cart", function (event) {
      event.preventDefault();
      const button = $(this);
      button.addClass("loading");
      $(document.body).trigger("adding_to_cart", [button, {}]);
      $.post({ url: shopRoot + "?wc-ajax=add_to_cart", data: { product_id: button.data("product_id"), product_sku: button.data("product_sku"), quantity: button.data("quantity") } }).done((data) => {
        if (data.error) return location.assign(data.product_url);
        apply(data.fragments);
        button.removeClass("loading").addClass("added");
        $(document.body).trigger("added_to_cart", [data.fragments, data.cart_hash, button]);
      });
    });
  });
`;

const layout = (shop, cart, { body, bodyClass = "", tag }) =>
  page({
    title: "Shop",
    tag,
    head: `${wordpressHead(shop)}<script src="/theme/jquery.js"></script><script>const shopRoot = "${shop.root}"; document.addEventListener("DOMContentLoaded", () => { document.body.className = ${JSON.stringify(`theme-storefront woocommerce-js ${bodyClass}`)}; });</script>
      <script defer src="/theme/woocommerce.js"></script>`,
    body: `<header class="site-header">${counter(shop.root, cart)}<div class="widget woocommerce widget_shopping_cart">${widget(cart)}</div></header><main id="main" class="site-main">${body}</main>`,
  });

/** `tag`: attributes of the widget's script tag. */
export const startClassic = ({ tag = 'data-key="sku"', ...rest } = {}) =>
  startWoo({
    ...rest,
    scripts: { "/theme/woocommerce.js": SCRIPT },
    pages: {
      fragments: (shop, cart) => ({ "a.cart-contents": counter(shop.root, cart), "div.widget_shopping_cart_content": widget(cart) }),
      product: (shop, product, cart) =>
        layout(shop, cart, {
          tag,
          bodyClass: `product-template-default single single-product postid-${product.id} woocommerce woocommerce-page`,
          body: `<div id="product-${product.id}" class="product type-product post-${product.id} status-publish instock"><div class="summary entry-summary">
            <h1 class="product_title entry-title">${product.title}</h1>
            <form class="cart" action="${shop.root}product/${product.slug}/" method="post" enctype="multipart/form-data">
              <div class="quantity"><input type="number" name="quantity" value="1" class="input-text qty text"></div>
              <button type="submit" name="add-to-cart" value="${product.id}" class="single_add_to_cart_button button alt">Add to basket</button>
            </form>
            <div class="product_meta"><span class="sku_wrapper">SKU: <span class="sku">${product.sku}</span></span></div></div></div>
            <section class="storefront-sticky-add-to-cart"><a href="?add-to-cart=${product.id}" data-quantity="1" class="button product_type_simple add_to_cart_button ajax_add_to_cart" data-product_id="${product.id}" data-product_sku="${product.sku}" rel="nofollow">Add to basket</a></section>
            <pairwell-block kind="bought-together"></pairwell-block>
            <pairwell-block kind="also-bought"></pairwell-block>`,
        }),
      home: (shop, cart) => layout(shop, cart, { tag, bodyClass: "home woocommerce-page", body: `<h1>Shop</h1><pairwell-block kind="also-bought"></pairwell-block>` }),
      thanks: (shop, products, number) =>
        layout(shop, { items_count: 0, items: [] }, {
          tag,
          bodyClass: "woocommerce-checkout woocommerce-page woocommerce-order-received",
          body: `<div class="woocommerce-order"><ul class="woocommerce-order-overview woocommerce-thankyou-order-details order_details">
              <li class="woocommerce-order-overview__order order">Order number: <strong>${number}</strong></li></ul>
            <table class="woocommerce-table woocommerce-table--order-details shop_table order_details"><tbody>${products
              .map(
                (product) => `<tr class="woocommerce-table__line-item order_item"><td class="woocommerce-table__product-name product-name">
                  <a href="${shop.permalink(product)}">${product.title}</a> <strong class="product-quantity">&times;&nbsp;1</strong></td></tr>`,
              )
              .join("")}</tbody></table></div><pairwell-block kind="also-bought"></pairwell-block>`,
        }),
    },
  });
