use super::*;
use crate::metadata::dates::MonthFirst;

fn read(language: &str, text: &str, is_byline: bool) -> Vec<String> {
    let (labels, lexicon) = (Labels::read(language), Lexicon::builtin());
    let style = DateStyle { language, month_first: MonthFirst::WithSlash };
    let parser = NameParser { style, labels: &labels, lexicon: &lexicon };
    if is_byline { parser.byline(text) } else { parser.declared(text) }
}

#[test]
fn names_of_bylines() {
    for (language, text, expected) in [
        ("en", "By Jane Doe", vec!["Jane Doe"]),
        ("en", "By Jane Doe and Joe Bloggs | May 6, 2020", vec!["Jane Doe", "Joe Bloggs"]),
        ("en", "May 6, 2020 by Jane Doe", vec!["Jane Doe"]),
        ("en", "Jane Doe on May 6, 2020 in Rivers", vec!["Jane Doe"]),
        ("en", "Written by Jane Doe, MD, RD • 5 min read", vec!["Jane Doe, MD, RD"]),
        ("de", "Von Jane Doe und Joe Bloggs", vec!["Jane Doe", "Joe Bloggs"]),
        ("de", "Jane Doe, 06.05.2020, 10:30 Uhr", vec!["Jane Doe"]),
        ("fr", "Par Jane Doe - Publié le 6 mai 2020", vec!["Jane Doe"]),
        ("de", "Jane von der Doe im Gespräch", vec!["Jane von der Doe"]),
        ("fr", "Jane Le Clerc", vec!["Jane Le Clerc"]),
        ("th", "โดย จันทร์", vec!["จันทร์"]),
        ("ta", "கமல் ஹாசன், ரவி குமார்", vec!["கமல் ஹாசன்", "ரவி குமார்"]),
        ("es", "Por Jose\u{301} | 6 de mayo de 2020", vec!["Jose\u{301}"]),
        ("en", "6 May 2020", vec![]),
        ("en", "@jane", vec![]),
        ("en", "6 minutes", vec![]),
        ("en", "Jane Doe ⋅ Bridges", vec!["Jane Doe"]),
        ("en", "Jane Doe Founder", vec!["Jane Doe"]),
    ] {
        assert_eq!(read(language, text, true), expected, "{text}");
    }
}

#[test]
fn names_end_before_roles_and_buttons() {
    for (language, text, expected) in [
        ("zh", "作者：王小明 编辑：李四", vec!["王小明"]),
        ("zh", "作者：王小明编辑：李四", vec!["王小明"]),
        ("zh", "记者 王小明 来源：河边日报", vec!["王小明"]),
        ("ja", "文：山田太郎　写真：佐藤花子", vec!["山田太郎"]),
        ("ja", "山田太郎記者", vec!["山田太郎"]),
        ("ko", "김서연 기자", vec!["김서연"]),
        ("ru", "Автор: Иван Петров Редактор", vec!["Иван Петров"]),
        ("ru", "Автор: Иван Петров Редактор: Анна Иванова", vec!["Иван Петров"]),
        ("sv", "Anna Lindqvist Dela Spara Lyssna", vec!["Anna Lindqvist"]),
        ("sv", "Anna Lindqvist Publicerad", vec!["Anna Lindqvist"]),
        ("de", "Jane Doe Stand", vec!["Jane Doe"]),
        ("de", "Von Jane Doe Teilen Merken", vec!["Jane Doe"]),
        ("en", "By Jane Doe Share Print Email", vec!["Jane Doe"]),
        ("en", "By Jane Doe Photos: Joe Bloggs", vec!["Jane Doe"]),
        ("en", "By Jane Doe 3 Comments", vec!["Jane Doe"]),
        ("en", "By JANE DOE FOR THE MILL COURIER", vec!["JANE DOE"]),
        ("es", "Por Jane Doe Compartir", vec!["Jane Doe"]),
        ("pl", "Autor: Jane Doe Skomentuj", vec!["Jane Doe"]),
        ("en", "By Juan Del Rey", vec!["Juan Del Rey"]),
        ("de", "Zum Deal", vec![]),
        ("de", "Jane Doe Folgen", vec!["Jane Doe"]),
        ("de", "Von unserer Redaktion", vec![]),
        ("de", "capital von Jane Doe", vec!["Jane Doe"]),
        ("de", "Zeige alle Beiträge von Jane Doe", vec!["Jane Doe"]),
        ("de", "Zum Profil von Jane Doe", vec!["Jane Doe"]),
        ("de", "Publiziert", vec![]),
        ("en", "Share", vec![]),
        ("en", "Leave a comment", vec![]),
    ] {
        assert_eq!(read(language, text, true), expected, "{text}");
    }
}

#[test]
fn names_end_before_roles_after_a_comma_and_places() {
    for (language, text, expected) in [
        ("en", "By Jane Doe, Rivers correspondent", vec!["Jane Doe"]),
        ("en", "By Jane Doe and Joe Bloggs, Rivers reporters", vec!["Jane Doe", "Joe Bloggs"]),
        ("en", "By Jane Doe, Joe Bloggs updated", vec!["Jane Doe", "Joe Bloggs"]),
        ("en", "By Jane Doe, MD in Rivers", vec!["Jane Doe, MD"]),
        ("en", "BY JANE DOE AND JOE BLOGGS", vec!["JANE DOE", "JOE BLOGGS"]),
        ("es", "POR JOSE DOE Y BLOGGS", vec!["JOSE DOE Y BLOGGS"]),
        ("en", "Reporting by Jane Doe; Editing by Joe Bloggs", vec!["Jane Doe"]),
        ("en", "By Jane Doe in Rivers and Joe Bloggs in Hills", vec!["Jane Doe", "Joe Bloggs"]),
        ("en", "By Jane Doe in Rivers, Joe Bloggs in Hills", vec!["Jane Doe", "Joe Bloggs"]),
        ("en", "By Jane Doe in Rivers and New Hills", vec!["Jane Doe"]),
        ("en", "By Jane Doe in Rivers and New Hills on Monday", vec!["Jane Doe"]),
        ("de", "Von Jane Doe, Wirtschaftsredakteurin", vec!["Jane Doe"]),
        ("de", "Jane Doe, Joe Redaktek", vec!["Jane Doe", "Joe Redaktek"]),
        ("ko", "김서연 기자 | 입력 2020.05.06. 오후 9:04", vec!["김서연"]),
    ] {
        assert_eq!(read(language, text, true), expected, "{text}");
    }
}

#[test]
fn korean_names_precede_a_role() {
    let (labels, lexicon) = (Labels::read("ko"), Lexicon::builtin());
    let style = DateStyle { language: "ko", month_first: MonthFirst::Never };
    let parser = NameParser { style, labels: &labels, lexicon: &lexicon };
    for (line, expected) in [
        ("김서연 기자", true),
        ("김서연 기자 | 입력 2020.05.06", true),
        ("김서연 기자 입력 2020.05.06", true),
        ("김서연 기자 seo@mill.example", true),
        ("시민 기자 모집", false),
        ("강물이 넘쳤다 기자", false),
        ("김서연 입력", false),
        ("기자", false),
    ] {
        assert_eq!(parser.is_before_role(line), expected, "{line}");
    }
}

#[test]
fn suffixes_belong_to_names_and_affiliations_do_not() {
    for (text, expected) in [
        ("Joe Marlow, Sr.", vec!["Joe Marlow, Sr."]),
        (
            "By Joe Marlow, Jr., Tara Osei and Lin Hébert",
            vec!["Joe Marlow, Jr.", "Tara Osei", "Lin Hébert"],
        ),
        ("Joe Marlow, III and Tara Osei", vec!["Joe Marlow, III", "Tara Osei"]),
        ("By Jane Doe, CNN", vec!["Jane Doe"]),
        ("By Jane Doe, AFP", vec!["Jane Doe"]),
        ("By Jane Doe and AFP", vec!["Jane Doe", "AFP"]),
        ("By Jane Doe CPP, PSP", vec!["Jane Doe CPP, PSP"]),
        ("By Jane Doe, DVM . Reviewed by Joe Bloggs", vec!["Jane Doe, DVM"]),
        ("By Jane Doe, Ph.D., M.P.H.", vec!["Jane Doe, Ph.D., M.P.H."]),
        ("By Jane Doe, MD, FOMA, DABOM", vec!["Jane Doe, MD, FOMA, DABOM"]),
        ("AFP, DPA", vec!["AFP", "DPA"]),
    ] {
        assert_eq!(read("en", text, true), expected, "{text}");
    }
}

#[test]
fn names_of_declarations() {
    for (text, expected) in [
        ("Jane Doe", vec!["Jane Doe"]),
        ("Jane Doe, Joe Bloggs &amp; Ann Lee", vec!["Jane Doe", "Joe Bloggs", "Ann Lee"]),
        ("Joe Marlow, Sr.", vec!["Joe Marlow, Sr."]),
        ("98 Buck Social", vec!["98 Buck Social"]),
        ("Center for Mill Repair and Rain", vec!["Center for Mill Repair and Rain"]),
        ("Jane Doe, Sr. Director of Operations", vec!["Jane Doe"]),
        ("Jane Doe, Senior Editor, and Joe van Bloggs", vec!["Jane Doe", "Joe van Bloggs"]),
        ("Lee, Ann; Ross, Bob", vec!["Ann Lee", "Bob Ross"]),
        (
            "Lee, A. B.; Ross Vale, Bob; von Doe, Jo;",
            vec!["A. B. Lee", "Bob Ross Vale", "Jo von Doe"],
        ),
        ("Lee, Ann, PhD; Bob Ross", vec!["Ann Lee, PhD", "Bob Ross"]),
        ("Lee, Ann and Ross, Bob", vec!["Ann Lee", "Bob Ross"]),
        ("Ann Lee; Bob Ross, PhD", vec!["Ann Lee", "Bob Ross, PhD"]),
        ("Mill, Inc.; Bob Ross", vec!["Mill, Inc.", "Bob Ross"]),
        ("Ann Lee, CNN and Bob Ross, BBC", vec!["Ann Lee", "Bob Ross"]),
        ("Ann Lee, Bob Ross and Jo Vale", vec!["Ann Lee", "Bob Ross", "Jo Vale"]),
        ("https://facebook.example/jane", vec![]),
        ("page.head.extra.author", vec![]),
        ("Home", vec![]),
    ] {
        assert_eq!(read("en", text, false), expected, "{text}");
    }
}
