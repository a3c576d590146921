//! Sites on a port of this machine, for the browser.

use musnad_serve::token::{Scope, Tokens, new_token};
use musnad_serve::{Options, Site, demo, router};
use std::net::SocketAddr;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// Only one test at a time drives a browser: several at once would wait for each other's processors.
pub fn turn() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The demo's site on a port; pages of facts and entities have the forms of reviewers.
pub fn demo_root() -> &'static str {
    static ROOT: LazyLock<String> = LazyLock::new(|| serve(&crate::common::site()));
    &ROOT
}

/// A site of its own with a token that corrects, for what changes it.
pub fn to_be_corrected() -> (String, String) {
    let (token, row) = new_token("Salma", &[Scope::Correct], None).expect("random bytes");
    let reader = musnad::Reader::embedded().expect("the lexicons load");
    let path = crate::common::fresh("corrected");
    demo::build(&reader, &path).expect("the demo is built");
    let site = Site::open(&path, reader, 2).expect("the archive opens").with_tokens(Tokens::parse(&row).expect("a row"));
    (serve(&Arc::new(site)), token)
}

/// Serves a site until the process ends; gives its root, without the last stroke.
pub fn serve(site: &Arc<Site>) -> String {
    // A browser that runs through all pages at once is no abuse here.
    let options = Options { rate: 1e9, burst: 1e9, ..Options::default() };
    let app = router(site.clone(), options).into_make_service_with_connect_info::<SocketAddr>();
    let (send, address) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
            send.send(listener.local_addr().expect("an address")).expect("somebody waits");
            axum::serve(listener, app).await.expect("it serves");
        });
    });
    format!("http://{}", address.recv().expect("an address"))
}
