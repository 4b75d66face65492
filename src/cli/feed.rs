//! `pairwell feed`

use std::collections::BTreeMap;
use std::io::Write;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Result, bail};
use pairwell::trainer::directory::read_model;
use pairwell::trainer::feed::goods::is_whole;
use pairwell::trainer::feed::mails::usual_absence;
use pairwell::trainer::feed::people::{People, Person, add_carts, add_orders};
use pairwell::trainer::feed::{
    Goods, Identity, MailKind, Options, browse, dynamic_yield, identity, klaviyo, mails, omnisend, plain,
    woocommerce,
};
use pairwell::trainer::output::write_private;
use pairwell::trainer::rejects::Rejects;
use pairwell::trainer::report::attach::Lists;
use pairwell::trainer::report::weeks::day;
use pairwell::trainer::{sales, shelf, values};

use crate::args::{FeedArgs, SystemArg};
use crate::bar::Bar;
use crate::words::{count, grouped};
use crate::{private, stale};

pub fn run(args: &FeedArgs) -> Result<()> {
    let (manifest, model) = read_model(&args.model)?;
    private::not_with_a_model(&args.output, "mails are")?;
    if !(0.0..=100.0).contains(&args.again) {
        bail!("--again is a share of the buyers in per cent: 0 to 100");
    }
    if args.shop_url.as_ref().is_some_and(|url| !is_whole(url)) {
        bail!("--shop-url is the start of an address: https://your-shop.example");
    }
    let mut rejects = Rejects::default();
    let shelves = args.products.as_deref().map(|path| shelf::read(path, &mut rejects)).transpose()?;
    let shop = args.shop_url.clone().unwrap_or_default();
    let goods = Goods { model: &model, manifest: &manifest, shop, shelves: shelves.as_ref() };
    let wanted = |system: SystemArg| args.systems.is_empty() || args.systems.contains(&system);
    let needs_links = [SystemArg::Klaviyo, SystemArg::Omnisend, SystemArg::Plain].into_iter().any(wanted);
    if needs_links && !goods.links_are_whole() {
        bail!("mails need whole addresses, the model has none: say --shop-url https://your-shop.example");
    }

    let bar = Bar::new();
    let lists = Lists::new(&model, manifest.scoring, 1);
    let mut people = People::new();
    let orders = sales::read(&args.orders, sales::DEFAULT_KEY, &bar)?;
    add_orders(&mut people, &orders, &lists);
    let (mut bad, mut unknown_carts) = (orders.rejects.total(), 0);
    if let Some(path) = &args.carts {
        let carts = sales::read(std::slice::from_ref(path), sales::DEFAULT_KEY, &bar)?;
        bad += carts.rejects.total();
        unknown_carts = add_carts(&mut people, &carts, &lists);
    }
    let find = |id: &str| lists.find(id, "");
    let views = args
        .events
        .as_deref()
        .map(|path| browse::read(path, &find, &mut people, &mut rejects))
        .transpose()?;
    bar.finish();
    if people.is_empty() {
        bail!("no customer is known: the orders have neither an e-mail address nor a customer's id");
    }

    let at = match &args.at {
        Some(text) => values::time(text).map_err(anyhow::Error::msg)?,
        None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64),
    };
    let options = Options {
        limit: args.limit,
        recent: args.recent,
        ahead: args.ahead,
        win_back: args.win_back,
        again: args.again / 100.0,
        ..Options::at(at)
    };
    let customers = mails(&goods, &people, &options);
    let who = if args.plain_emails { Identity::Plain } else { Identity::Hashed };
    let mut files: Vec<(&str, Vec<u8>)> = Vec::new();
    if wanted(SystemArg::Plain) {
        files.push(("feed.csv", plain::table(&goods, &customers, who)?));
        files.push(("feed.json", plain::entries(&goods, &customers, who)?));
    }
    if wanted(SystemArg::Klaviyo) {
        files.push(("klaviyo-catalog.json", klaviyo::catalog(&goods).map_err(anyhow::Error::msg)?));
        files.push(("klaviyo-profiles.csv", klaviyo::profiles(&goods, &customers, who, args.limit)?));
    }
    if wanted(SystemArg::Omnisend) {
        files.push(("omnisend-contacts.csv", omnisend::contacts(&goods, &customers, who)?));
    }
    if wanted(SystemArg::DynamicYield) {
        files.push(("dynamic-yield-lists.csv", dynamic_yield::lists(&goods, args.list)?));
    }
    if wanted(SystemArg::Woocommerce) {
        files.push(("woocommerce-links.csv", woocommerce::links(&goods, args.limit)?));
    }
    for (name, bytes) in &files {
        write_private(&args.output, name, bytes)?;
    }

    let mut out = std::io::stdout().lock();
    let mut counts: BTreeMap<MailKind, u64> = BTreeMap::new();
    customers.iter().flat_map(|c| &c.mails).for_each(|mail| *counts.entry(mail.kind).or_default() += 1);
    writeln!(
        out,
        "{} known, {} due a mail on {} or in the {} days after.",
        count(people.len() as u64, "customer", "customers"),
        grouped(customers.len() as u64),
        day(options.at),
        args.ahead
    )?;
    for (kind, word) in MailKind::ALL {
        let note = match kind {
            MailKind::WinBack if args.win_back.is_none() => {
                format!(
                    "  (away for more than {} days: nine in ten who return do so sooner)",
                    usual_absence(&people)
                )
            }
            MailKind::AbandonedCart if args.carts.is_none() => "  (no --carts)".to_owned(),
            MailKind::AbandonedBrowse if args.events.is_none() => "  (no --events)".to_owned(),
            _ => String::new(),
        };
        writeln!(out, "{:>8}  {word}{note}", grouped(counts.get(&kind).copied().unwrap_or(0)))?;
    }
    let kept_out = goods.kept_out();
    if kept_out.all() > 0 {
        writeln!(
            out,
            "{} of {} in no mail: {} sold out, {} without a picture.",
            grouped(kept_out.all()),
            count(model.len() as u64, "product is", "products are"),
            grouped(kept_out.sold_out),
            grouped(kept_out.without_picture)
        )?;
    }
    stale::note(people.values().filter_map(Person::last_order).max(), options.at);
    if unknown_carts > 0 {
        eprintln!("note: {} nothing that the model knows", count(unknown_carts, "cart holds", "carts hold"));
    }
    let nameless = customers.iter().filter(|customer| !identity::is_address(&customer.name)).count();
    if nameless > 0 && (wanted(SystemArg::Klaviyo) || wanted(SystemArg::Omnisend)) {
        eprintln!(
            "note: {} known by an id only and in no file for Klaviyo or Omnisend",
            count(nameless as u64, "customer is", "customers are")
        );
    }
    if let Some(views) = views.filter(|views| views.strangers > 0) {
        eprintln!("note: {} of nobody known were left out", count(views.strangers, "view", "views"));
    }
    bad += rejects.total();
    if bad > 0 {
        eprintln!("note: {} could not be read in full", count(bad, "row", "rows"));
    }
    let names: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    writeln!(out, "Wrote {} to {}.", names.join(", "), args.output.display())?;
    match who {
        Identity::Hashed => {
            writeln!(out, "Addresses are SHA-256 hashes; --plain-emails writes them as they are.")?
        }
        Identity::Plain => {
            writeln!(out, "These files hold your customers' addresses: keep them off every web server.")?
        }
    }
    Ok(())
}
