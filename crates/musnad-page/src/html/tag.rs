//! The elements that reading a page distinguishes, and what each means for the tree and the text.

macro_rules! tags {
    ($($variant:ident $name:literal),* $(,)?) => {
        /// An element's name; everything that we treat like a plain container is `Other`.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, Hash, PartialOrd, Ord)]
        #[allow(missing_docs)]
        pub(crate) enum Tag { $($variant,)* Other }

        impl Tag {
            /// How many tags there are.
            pub(crate) const COUNT: usize = Tag::Other as usize + 1;

            /// The tag of a lower-case name.
            pub(crate) fn of(name: &[u8]) -> Tag {
                match name { $($name => Tag::$variant,)* _ => Tag::Other }
            }
        }
    };
}

tags! {
    A b"a", Abbr b"abbr", Address b"address", Area b"area", Article b"article", Aside b"aside", Audio b"audio", B b"b",
    Base b"base", Big b"big", Blockquote b"blockquote", Body b"body", Br b"br", Button b"button", Canvas b"canvas",
    Caption b"caption", Center b"center", Cite b"cite", Code b"code", Col b"col", Dd b"dd", Del b"del", Details b"details",
    Div b"div", Dl b"dl", Dt b"dt", Em b"em", Embed b"embed", Fieldset b"fieldset", Figcaption b"figcaption", Figure b"figure",
    Font b"font", Footer b"footer", Form b"form", H1 b"h1", H2 b"h2", H3 b"h3", H4 b"h4", H5 b"h5", H6 b"h6", Head b"head",
    Header b"header", Hr b"hr", Html b"html", I b"i", Iframe b"iframe", Img b"img", Input b"input", Ins b"ins", Label b"label",
    Li b"li", Link b"link", Main b"main", Mark b"mark", Math b"math", Menu b"menu", Meta b"meta", Nav b"nav",
    Noscript b"noscript", Object b"object", Ol b"ol", Optgroup b"optgroup", Option b"option", P b"p", Param b"param",
    Picture b"picture", Pre b"pre", Q b"q", S b"s", Script b"script", Section b"section", Select b"select", Small b"small",
    Source b"source", Span b"span", Strike b"strike", Strong b"strong", Style b"style", Sub b"sub", Summary b"summary",
    Sup b"sup", Svg b"svg", Table b"table", Tbody b"tbody", Td b"td", Template b"template", Textarea b"textarea",
    Tfoot b"tfoot", Th b"th", Thead b"thead", Time b"time", Title b"title", Tr b"tr", Track b"track", U b"u", Ul b"ul",
    Video b"video", Wbr b"wbr",
}

impl Tag {
    /// Elements that never have content.
    pub(crate) fn is_void(self) -> bool {
        use Tag::{Area, Base, Br, Col, Embed, Hr, Img, Input, Link, Meta, Param, Source, Track, Wbr};
        matches!(self, Area | Base | Br | Col | Embed | Hr | Img | Input | Link | Meta | Param | Source | Track | Wbr)
    }

    /// Elements inside a line of text.
    pub(crate) fn is_inline(self) -> bool {
        use Tag::{
            A, Abbr, B, Big, Cite, Code, Del, Em, Font, I, Ins, Label, Mark, Q, S, Small, Span, Strike, Strong, Sub, Sup, Time, U,
        };
        matches!(
            self,
            A | Abbr
                | B
                | Big
                | Cite
                | Code
                | Del
                | Em
                | Font
                | I
                | Ins
                | Label
                | Mark
                | Q
                | S
                | Small
                | Span
                | Strike
                | Strong
                | Sub
                | Sup
                | Time
                | U
                | Tag::Wbr
                | Tag::Img
                | Tag::Other
        )
    }

    /// Headings.
    pub(crate) fn is_heading(self) -> bool {
        matches!(self, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
    }

    /// Elements whose content nobody reads as text.
    pub(crate) fn is_silent(self) -> bool {
        use Tag::{
            Audio, Canvas, Head, Iframe, Math, Noscript, Object, Option, Script, Select, Style, Svg, Template, Textarea, Title,
            Video,
        };
        matches!(
            self,
            Audio
                | Canvas
                | Head
                | Iframe
                | Math
                | Noscript
                | Object
                | Option
                | Script
                | Select
                | Style
                | Svg
                | Template
                | Textarea
                | Title
                | Video
        )
    }

    /// Elements that end an open paragraph.
    pub(crate) fn ends_paragraph(self) -> bool {
        !self.is_inline() && !self.is_void() && !self.is_silent() && !matches!(self, Tag::Button | Tag::Picture | Tag::Caption)
            || self == Tag::Hr
    }
}
