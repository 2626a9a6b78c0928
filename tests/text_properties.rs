//! The promises of text mode, on generated scrapes. `PROPTEST_CASES` sets how many.

use dechrome::{Cleaner, Kind, Options, Page, Source};
use proptest::prelude::*;
use std::sync::LazyLock;

/// One cleaner for all tests.
static CLEANER: LazyLock<Cleaner> = LazyLock::new(|| Cleaner::new(Options::new().with_source(Source::Text)));

fn clean(text: &str) -> Page {
    CLEANER.clean(text.as_bytes())
}

/// Paragraphs of body in several scripts; every article repeats those of one.
const BODIES: &[&[&str]] = &[
    &[
        "It rained for three days, and on the fourth the river left its bed and took the old bridge with it, so that nobody could reach the mill on the other bank.",
        "The men of the village built a raft out of the doors of the barn, and by the evening the first sacks of flour had been brought across the brown water.",
        "Nobody was hurt, said the mayor, but the road to the mill will stay closed until the spring, because the engineers want to look at the banks before they build again.",
        "Her grandmother had seen the river rise twice in her life, and both times, she told the children, it had taken a bridge and left a field of pears behind.",
        "In the school they cooked soup for the families whose cellars stood under water, and the teacher read aloud until the lamps were lit and the rain had stopped.",
    ],
    &[
        "Drei Tage lang regnete es, und am vierten trat der Fluss über die Ufer und riss die alte Brücke mit sich fort, sodass niemand mehr zur Mühle am anderen Ufer kam.",
        "Die Männer des Dorfes bauten aus den Türen der Scheune ein Floß, und am Abend waren die ersten Säcke Mehl über das braune Wasser gebracht.",
        "Verletzt wurde niemand, sagte der Bürgermeister, aber die Straße zur Mühle bleibt bis zum Frühjahr gesperrt, weil die Ingenieure erst die Ufer prüfen wollen.",
        "Ihre Großmutter hatte den Fluss zweimal in ihrem Leben steigen sehen, und beide Male, erzählte sie den Kindern, hatte er eine Brücke genommen und ein Feld voller Birnen hinterlassen.",
        "In der Schule kochten sie Suppe für die Familien, deren Keller unter Wasser standen, und die Lehrerin las vor, bis die Lampen brannten und der Regen aufgehört hatte.",
    ],
    &[
        "ฝนตกติดต่อกันสามวัน และในวันที่สี่แม่น้ำก็เอ่อล้นตลิ่งพัดพาสะพานไม้เก่าของหมู่บ้านไปกับกระแสน้ำ ทำให้ไม่มีใครข้ามไปยังโรงสีที่อยู่อีกฝั่งหนึ่งได้",
        "ชาวบ้านช่วยกันต่อแพจากประตูยุ้งข้าว และตกเย็นกระสอบแป้งชุดแรกก็ถูกลำเลียงข้ามสายน้ำสีน้ำตาลมาถึงลานวัดได้อย่างปลอดภัย",
        "นายกเทศมนตรีกล่าวว่าไม่มีผู้ได้รับบาดเจ็บ แต่ถนนไปโรงสีจะปิดไปจนถึงฤดูใบไม้ผลิ เพราะวิศวกรต้องตรวจสอบตลิ่งก่อนที่จะสร้างสะพานขึ้นใหม่อีกครั้ง",
        "คุณยายของเธอเคยเห็นแม่น้ำสูงขึ้นสองครั้งในชีวิต และทั้งสองครั้งมันก็พัดเอาสะพานไป แล้วทิ้งทุ่งลูกแพร์ไว้เบื้องหลังให้เด็กเด็กได้เก็บกิน",
    ],
    &[
        "雨は三日間降り続き、四日目に川が氾濫して古い橋を押し流したため、対岸の水車小屋へは誰も渡ることができなくなった。",
        "村の男たちは納屋の扉でいかだを組み、夕方までには最初の小麦粉の袋が茶色く濁った流れを越えて運ばれてきた。",
        "けが人はいなかったと村長は話したが、技師たちが岸の状態を調べ終えるまで、水車小屋への道は春まで通行止めになるという。",
        "祖母は生涯に二度、川があふれるのを見たことがあり、そのたびに橋が一つ失われ、あとには梨の実が畑一面に残ったのだと子どもたちに語った。",
    ],
    &[
        "Дождь шёл три дня, а на четвёртый река вышла из берегов и унесла старый мост, так что до мельницы на другом берегу никто уже не мог добраться.",
        "Мужчины деревни сколотили плот из дверей амбара, и к вечеру первые мешки муки были переправлены через бурую воду на площадь перед церковью.",
        "Никто не пострадал, сказал глава деревни, но дорога к мельнице останется закрытой до весны, потому что инженеры сначала хотят осмотреть берега.",
        "Её бабушка дважды в жизни видела, как поднимается река, и оба раза, рассказывала она детям, та уносила мост и оставляла после себя целое поле груш.",
    ],
];

/// Lines of chrome that the lexicon or the model has to know, in several languages.
const CHROME: &[&str] = &[
    "Share this article",
    "Follow us on Facebook",
    "Accept all cookies",
    "Sign in",
    "Subscribe to our newsletter",
    "Advertisement",
    "Leave a Reply",
    "Related articles",
    "Read more: Ten ways to cross a river",
    "All rights reserved",
    "Skip to content",
    "Log in",
    "Leave a comment",
];

/// An article: paragraphs of one script, some more than once never.
fn article() -> impl Strategy<Value = Vec<String>> {
    (0..BODIES.len()).prop_flat_map(|script| {
        let all: Vec<String> = BODIES[script].iter().map(|&line| line.to_owned()).collect();
        let count = all.len();
        Just(all).prop_shuffle().prop_flat_map(move |lines| (3..=count).prop_map(move |keep| lines[..keep].to_vec()))
    })
}

/// Lines of chrome.
fn chrome(most: usize) -> impl Strategy<Value = Vec<&'static str>> {
    prop::collection::vec(prop::sample::select(CHROME), 0..=most)
}

/// Anything: lines of chrome and body, blank lines, stray line ends, arbitrary characters.
fn anything() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        3 => prop::sample::select(CHROME).prop_map(str::to_owned),
        3 => prop::sample::select(BODIES.concat()).prop_map(str::to_owned),
        1 => Just(String::new()),
        1 => any::<String>(),
        1 => "[a-zA-Z0-9 .:|•-]{0,60}",
    ];
    let end = prop::sample::select(vec!["\n", "\n", "\n", "\n\n", "\r\n", "\r"]);
    prop::collection::vec((line, end), 0..40)
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn spans_tile_the_input(text in anything()) {
        let page = clean(&text);
        let mut at = 0;
        for block in page.blocks() {
            prop_assert_eq!(block.span().start, at);
            at = block.span().end;
            prop_assert!(!block.text().contains(['\n', '\r']));
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn kept_text_is_made_of_input_lines(text in anything()) {
        let page = clean(&text);
        let out = page.text();
        let kept: Vec<&str> = page.blocks().filter(|block| block.keep()).map(|block| block.text()).collect();
        let mut rest = out.as_str();
        for line in &kept {
            let at = rest.find(line);
            prop_assert!(at.is_some_and(|at| rest[..at].chars().all(|c| !c.is_alphanumeric())));
            rest = &rest[at.unwrap_or(0) + line.len()..];
        }
        for block in page.blocks() {
            let content = matches!(block.kind(), Kind::Body | Kind::Title | Kind::Lead | Kind::Head);
            prop_assert_eq!(block.keep(), content, "{} {}", block.kind(), block.text());
        }
    }

    #[test]
    fn cleaning_again_drops_nothing(text in anything()) {
        let once = clean(&text).text();
        prop_assert_eq!(clean(&once).text(), once);
    }

    #[test]
    fn chrome_goes_and_body_stays(lines in article(), before in chrome(3), between in chrome(2), after in chrome(5)) {
        let middle = lines.len() / 2;
        let mut page: Vec<&str> = before.clone();
        page.extend(lines[..middle].iter().map(String::as_str));
        page.extend(&between);
        page.extend(lines[middle..].iter().map(String::as_str));
        page.extend(&after);
        let out = clean(&page.join("\n\n")).text();
        prop_assert_eq!(out.trim_end(), lines.join("\n\n"));
    }

    #[test]
    fn body_alone_comes_back_whole(lines in article(), end in prop::sample::select(vec!["", "\n", "\n\n"])) {
        let text = lines.join("\n\n") + end;
        prop_assert_eq!(clean(&text).text(), text);
    }

    #[test]
    fn line_ends_change_only_themselves(lines in article(), around in chrome(4)) {
        let text: String = around.iter().copied().chain(lines.iter().map(String::as_str)).chain(around.iter().copied()).collect::<Vec<_>>().join("\n");
        prop_assert_eq!(clean(&text.replace('\n', "\r\n")).text(), clean(&text).text().replace('\n', "\r\n"));
    }
}
