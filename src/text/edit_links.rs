//! The links of wikis that open an editor: `[edit]`, `[modifier | modifier le code]`.

/// Texts of such links, in lower case.
#[rustfmt::skip]
const EDIT_TEXTS: &[&str] = &[
    "bearbeiten", "bewerken", "brontekst bewerken", "düzenle", "edit", "edit section",
    "edit source", "editar", "editar a fonte", "editar código", "editar fonte", "editează",
    "edytuj", "edytuj kod", "izmeni", "kaynağı değiştir", "lähdekoodi", "modifica",
    "modifica wikitesto", "modificare sursă", "modifier", "modifier le code", "muokkaa",
    "muokkaa wikitekstiä", "quelltext bearbeiten", "rediger", "rediger kilde", "redigera",
    "redigera wikitext", "sunting", "sunting sumber", "szerkesztés", "sửa", "sửa mã nguồn",
    "uredi", "upravit", "upravit zdroj", "επεξεργασία", "επεξεργασία κώδικα", "править",
    "править код", "редагувати", "редагувати код", "редактиране", "עריכה", "עריכת קוד מקור",
    "تعديل", "عدل المصدر", "ویرایش", "ویرایش مبدأ", "แก้", "แก้ไข", "サイト編集", "編集",
    "ソースを編集", "编辑", "编辑源代码", "編輯", "編輯原始碼", "편집", "원본 편집",
];

/// Returns true if a text in lower case, without the brackets around it, consists of such links.
pub(crate) fn are_edit_links(text: &str) -> bool {
    text.split(['|', '·', '/']).all(|part| EDIT_TEXTS.contains(&part.trim()))
}

/// Returns true if a line is nothing but such links in brackets.
pub(crate) fn is_edit_line(line: &str) -> bool {
    let inner = line.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| are_edit_links(&inner.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edit_lines_have_brackets() {
        for (line, expected) in [
            ("[edit]", true),
            ("  [ Edit | edit source ]", true),
            ("[modifier | modifier le code]", true),
            ("[編集]", true),
            ("edit", false),
            ("[edit] the file", false),
            ("[edited]", false),
            ("[]", false),
        ] {
            assert_eq!(is_edit_line(line), expected, "{line}");
        }
    }
}
