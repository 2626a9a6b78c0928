use super::*;

/// Sentences about a river, each with the code of its language.
#[rustfmt::skip]
const SENTENCES: &[(&str, &str)] = &[
    ("af", "Dit het drie dae lank gereën, en op die vierde dag het die rivier die ou brug saamgeneem, maar niemand is beseer nie, het die burgemeester gesê."),
    ("am", "ለሦስት ቀናት ዝናብ ዘነበ እና በአራተኛው ቀን ወንዙ አሮጌውን ድልድይ ወሰደው ነገር ግን ማንም አልተጎዳም"),
    ("ar", "هطل المطر ثلاثة أيام، وفي اليوم الرابع خرج النهر من مجراه وأخذ الجسر القديم معه، لكن لم يصب أحد بأذى، كما قال رئيس البلدية الذي زار المكان."),
    ("az", "Üç gün yağış yağdı və dördüncü gün çay köhnə körpünü apardı, amma heç kim xəsarət almadı, bu barədə bələdiyyə rəhbəri dedi və əlavə etdi ki, yol bağlıdır."),
    ("be", "Тры дні ішоў дождж, і на чацвёрты рака выйшла з берагоў і забрала стары мост, але ніхто не пацярпеў, як сказаў мэр, які быў на месцы."),
    ("bg", "Три дни валя дъжд, а на четвъртия реката излезе от коритото си и отнесе стария мост, но никой не е пострадал, каза кметът, който беше на място."),
    ("bn", "তিন দিন ধরে বৃষ্টি হয়েছে এবং চতুর্থ দিনে নদী পুরনো সেতুটি ভাসিয়ে নিয়ে গেছে, কিন্তু কেউ আহত হয়নি।"),
    ("ca", "Va ploure tres dies seguits, i el quart el riu va sortir de mare i s'endugué el pont vell, però ningú no va prendre mal, va dir l'alcalde, que era amb els veïns."),
    ("cs", "Tři dny pršelo a čtvrtý den se řeka vylila z břehů a vzala s sebou starý most, ale nikdo nebyl zraněn, řekl starosta, který byl na místě."),
    ("cy", "Bu'n bwrw glaw am dri diwrnod, ac ar y pedwerydd aeth yr afon â'r hen bont gyda hi, ond ni chafodd neb ei anafu, meddai'r maer sydd yn y pentref."),
    ("da", "Det regnede i tre dage, og på den fjerde gik åen over sine bredder og tog den gamle bro med sig, men ingen blev såret, siger borgmesteren, som også var der."),
    ("de", "Drei Tage lang regnete es, und am vierten trat der Fluss über die Ufer und riss die alte Brücke mit, aber niemand wurde verletzt, sagte der Bürgermeister."),
    ("el", "Έβρεχε τρεις μέρες, και την τέταρτη το ποτάμι βγήκε από την κοίτη του."),
    ("en", "It rained for three days, and on the fourth the river left its bed and took the old bridge with it, but nobody was hurt, said the mayor, who had been there."),
    ("es", "Llovió durante tres días, y al cuarto el río se salió de su cauce y se llevó el puente viejo, pero nadie resultó herido, dijo el alcalde, que estaba con los vecinos."),
    ("et", "Kolm päeva sadas vihma ja neljandal päeval tõusis jõgi üle kallaste ning viis vana silla kaasa, aga keegi ei saanud viga, ütles linnapea, kes oli ka kohal."),
    ("eu", "Hiru egunez euria egin zuen, eta laugarrenean ibaiak zubi zaharra eraman zuen, baina inork ez du minik hartu, esan zuen alkateak, bertan izan baitzen."),
    ("fa", "سه روز باران بارید و در روز چهارم رودخانه طغیان کرد و پل قدیمی را با خود برد، اما به گفته شهردار که در محل بود کسی آسیب ندید و راه بسته است."),
    ("fi", "Kolme päivää satoi, ja neljäntenä joki nousi yli äyräidensä ja vei vanhan sillan mukanaan, mutta kukaan ei loukkaantunut, sanoi kaupunginjohtaja, joka oli myös paikalla."),
    ("fr", "Il a plu pendant trois jours, et le quatrième la rivière est sortie de son lit et a emporté le vieux pont, mais personne n'a été blessé, a dit le maire qui était sur place."),
    ("ga", "Bhí sé ag cur báistí ar feadh trí lá, agus ar an gceathrú lá thug an abhainn an seandroichead léi, ach níor gortaíodh aon duine, a dúirt an méara a bhí ann."),
    ("gl", "Choveu durante tres días, e ao cuarto o río saíu do seu leito e levou a ponte vella, pero ninguén resultou ferido, dixo o alcalde, que estaba cos veciños na beira."),
    ("gu", "ત્રણ દિવસ વરસાદ પડ્યો અને ચોથા દિવસે નદી જૂનો પુલ લઈ ગઈ"),
    ("he", "שלושה ימים ירד גשם, וביום הרביעי יצא הנהר מאפיקו ולקח איתו את הגשר הישן, אבל איש לא נפגע."),
    ("hi", "तीन दिन तक बारिश होती रही और चौथे दिन नदी पुराने पुल को बहा ले गई, लेकिन किसी को चोट नहीं आई, मेयर ने कहा कि सड़क बंद है।"),
    ("hr", "Tri je dana padala kiša, a četvrtog je rijeka izašla iz korita i odnijela stari most, ali nitko nije ozlijeđen, rekao je gradonačelnik koji je bio na mjestu događaja."),
    ("hu", "Három napig esett az eső, és a negyediken a folyó kilépett a medréből, és elvitte a régi hidat, de senki sem sérült meg, mondta a polgármester, aki ott volt."),
    ("hy", "Երեք օր անձրև եկավ, և չորրորդ օրը գետը տարավ հին կամուրջը։"),
    ("id", "Hujan turun selama tiga hari, dan pada hari keempat sungai itu meluap dan membawa jembatan tua, tetapi tidak ada yang terluka, kata wali kota yang berada di sana karena jalan akan ditutup."),
    ("is", "Það rigndi í þrjá daga, og á fjórða degi flæddi áin yfir bakka sína og tók gömlu brúna með sér, en enginn slasaðist, sagði bæjarstjórinn sem var á staðnum."),
    ("it", "Ha piovuto per tre giorni, e il quarto il fiume è uscito dal suo letto e ha portato via il vecchio ponte, ma nessuno è rimasto ferito, ha detto il sindaco che era sul posto."),
    ("ja", "雨は三日間降り続き、四日目に川が氾濫して古い橋を押し流した。"),
    ("ka", "სამი დღე წვიმდა და მეოთხე დღეს მდინარემ ძველი ხიდი წაიღო."),
    ("kk", "Үш күн жаңбыр жауып, төртінші күні өзен арнасынан шығып, ескі көпірді алып кетті, бірақ ешкім зардап шеккен жоқ, деді әкім, ол да сол жерде болған және жол жабық."),
    ("km", "ភ្លៀងធ្លាក់អស់រយៈពេលបីថ្ងៃ ហើយនៅថ្ងៃទីបួនទន្លេបានជន់លិច"),
    ("kn", "ಮೂರು ದಿನ ಮಳೆ ಸುರಿಯಿತು ಮತ್ತು ನಾಲ್ಕನೇ ದಿನ ನದಿ ಹಳೆಯ ಸೇತುವೆಯನ್ನು ಕೊಚ್ಚಿಕೊಂಡು ಹೋಯಿತು"),
    ("ko", "사흘 동안 비가 내렸고 나흘째에 강이 넘쳐 오래된 다리를 쓸어 갔다."),
    ("ky", "Үч күн жамгыр жаап, төртүнчү күнү дарыя эски көпүрөнү алып кетти, бирок эч ким жабыркаган жок деди мэр, ал дагы ошол жерде болгон жана жол жабык."),
    ("lo", "ຝົນຕົກຕິດຕໍ່ກັນສາມມື້ ແລະ ໃນມື້ທີສີ່ແມ່ນ້ຳກໍລົ້ນຝັ່ງ"),
    ("lt", "Tris dienas lijo, o ketvirtąją upė išsiliejo iš krantų ir nusinešė senąjį tiltą, bet niekas nenukentėjo, kaip sakė meras, kuris taip pat buvo ten."),
    ("lv", "Trīs dienas lija, un ceturtajā upe izgāja no krastiem un aiznesa veco tiltu, bet neviens nav cietis, kā teica mērs, kas arī bija tur un redzēja to."),
    ("mk", "Три дена врнеше дожд, а на четвртиот реката излезе од коритото и го однесе стариот мост, но никој не е повреден, рече градоначалникот кој беше на местото."),
    ("ml", "മൂന്ന് ദിവസം മഴ പെയ്തു, നാലാം ദിവസം നദി പഴയ പാലം കൊണ്ടുപോയി"),
    ("mn", "Гурван өдөр бороо орж, дөрөв дэх өдөр нь гол үерлэж хуучин гүүрийг авч явсан бөгөөд хэн ч гэмтээгүй гэж хотын дарга хэлсэн юм, тэр бас тэнд байсан."),
    ("mr", "तीन दिवस पाऊस पडला आणि चौथ्या दिवशी नदीने जुना पूल वाहून नेला, पण कोणालाही इजा झाली नाही, असे महापौरांनी सांगितले आहे."),
    ("ms", "Hujan turun selama tiga hari, dan pada hari keempat sungai itu melimpah dan membawa jambatan lama, tetapi tidak ada orang yang cedera kerana kerajaan telah menutup jalan, kata beliau."),
    ("my", "မိုးသုံးရက်ဆက်တိုက်ရွာပြီး လေးရက်မြောက်နေ့တွင် မြစ်ရေလျှံခဲ့သည်။"),
    ("nb", "Det regnet i tre dager, og på den fjerde gikk elva over sine bredder og tok med seg den gamle broen, men ingen ble skadet, sier ordføreren, som også var der etter flommen."),
    ("ne", "तीन दिन पानी पर्यो र चौथो दिन नदीले पुरानो पुल बगायो, तर कसैलाई चोट लागेको छैन भनेर मेयरले बताए, उनी पनि त्यहाँ थिए।"),
    ("nl", "Het regende drie dagen lang, en op de vierde trad de rivier buiten haar oevers en nam ze de oude brug mee, maar niemand raakte gewond, zei de burgemeester."),
    ("pa", "ਤਿੰਨ ਦਿਨ ਮੀਂਹ ਪਿਆ ਅਤੇ ਚੌਥੇ ਦਿਨ ਦਰਿਆ ਪੁਰਾਣਾ ਪੁਲ ਰੋੜ੍ਹ ਕੇ ਲੈ ਗਿਆ"),
    ("pl", "Przez trzy dni padało, a czwartego rzeka wystąpiła z brzegów i zabrała ze sobą stary most, ale nikt nie został ranny, powiedział burmistrz, który był na miejscu."),
    ("pt", "Choveu durante três dias, e no quarto o rio saiu do leito e levou a ponte velha, mas ninguém ficou ferido, disse o prefeito, que estava com os vizinhos na margem."),
    ("ro", "A plouat trei zile, iar în a patra râul a ieșit din matcă și a luat podul vechi, dar nimeni nu a fost rănit, a spus primarul, care era la fața locului."),
    ("ru", "Три дня шёл дождь, а на четвёртый река вышла из берегов и унесла старый мост, но никто не пострадал, сказал мэр, который был на месте."),
    ("si", "දින තුනක් වැසි ඇද හැලුණු අතර හතරවන දින ගඟ පරණ පාලම ගෙන ගියේය"),
    ("sk", "Tri dni pršalo a na štvrtý sa rieka vyliala z brehov a vzala so sebou starý most, ale nikto nebol zranený, povedal starosta, ktorý bol na mieste."),
    ("sl", "Tri dni je deževalo, četrti dan pa je reka prestopila bregove in odnesla stari most, vendar ni bil nihče poškodovan, je povedal župan, ki je bil tudi tam."),
    ("sq", "Ra shi për tri ditë, dhe të katërtën lumi doli nga shtrati i tij dhe mori me vete urën e vjetër, por askush nuk u lëndua, tha kryetari që ishte aty."),
    ("sr", "Три дана је падала киша, а четвртог је река изашла из корита и однела стари мост, али нико није повређен, рекао је градоначелник који је био на месту."),
    ("sv", "Det regnade i tre dagar, och på den fjärde svämmade ån över sina bräddar och tog den gamla bron med sig, men ingen skadades, säger borgmästaren som också var där."),
    ("sw", "Mvua ilinyesha kwa siku tatu, na siku ya nne mto ulifurika na kuchukua daraja la zamani, lakini hakuna mtu aliyejeruhiwa, alisema meya ambaye pia alikuwa hapo kwa ajili ya watu wake."),
    ("ta", "மூன்று நாட்கள் மழை பெய்தது, நான்காம் நாள் ஆறு பழைய பாலத்தை அடித்துச் சென்றது"),
    ("te", "మూడు రోజులు వర్షం కురిసింది, నాలుగో రోజు నది పాత వంతెనను తీసుకెళ్లింది"),
    ("th", "ฝนตกติดต่อกันสามวัน และในวันที่สี่แม่น้ำก็เอ่อล้นตลิ่งพัดพาสะพานเก่าไป"),
    ("tl", "Umulan nang tatlong araw, at sa ikaapat ay umapaw ang ilog at tinangay ang lumang tulay, ngunit walang nasaktan, ayon sa alkalde na naroon din kasama ng mga tao."),
    ("tr", "Üç gün yağmur yağdı ve dördüncü gün nehir yatağından taşıp eski köprüyü götürdü, ama kimse yaralanmadı, dedi belediye başkanı, çünkü yol bir gün önce kapanmıştı."),
    ("uk", "Три дні йшов дощ, а на четвертий річка вийшла з берегів і забрала старий міст, але ніхто не постраждав, сказав мер, який був на місці."),
    ("ur", "تین دن تک بارش ہوتی رہی اور چوتھے دن دریا پرانے پل کو بہا لے گیا، لیکن کوئی زخمی نہیں ہوا، میئر نے کہا کہ سڑک بند رہے گی۔"),
    ("uz", "Uch kun yomgʻir yogʻdi va toʻrtinchi kuni daryo eski koʻprikni olib ketdi, lekin hech kim jabrlanmadi, dedi shahar hokimi, u ham shu yerda edi va yoʻl uchun javob berdi."),
    ("vi", "Mưa suốt ba ngày, và đến ngày thứ tư con sông tràn bờ cuốn theo cây cầu cũ, nhưng không ai bị thương, thị trưởng nói khi ông đến đó với người dân."),
    ("zh", "雨连续下了三天，第四天河水漫过堤岸，冲走了旧桥。"),
];

/// The code of the language of a text, and its confidence.
fn detected(text: &str, declared: Option<&str>) -> Option<(&'static str, f32)> {
    detect(text.lines(), declared).map(|language| (language.code, language.confidence))
}

#[test]
fn languages_are_recognised() {
    let mut wrong = Vec::new();
    for &(code, text) in SENTENCES {
        match detected(text, None) {
            Some((found, confidence)) if found == code && confidence >= 0.5 => {}
            found => wrong.push((code, found)),
        }
    }
    assert_eq!(wrong, []);
}

#[test]
fn no_declaration_overrules_the_text() {
    for &(code, text) in SENTENCES {
        for declared in ["en", "en-US", "de", "ja", "ru", "x"] {
            let found = detected(&text.repeat(2), Some(declared)).map(|(found, _)| found);
            assert_eq!(found, Some(code), "declared as {declared}");
        }
    }
}

#[test]
fn declarations_decide_what_is_open() {
    for (text, declared, code) in [
        ("Lumière", "fr", "fr"),
        ("Moon River", "pt-BR", "pt"),
        ("東京駅", "ja", "ja"),
        ("東京駅", "zh-Hant", "zh"),
        ("Oslo", "no", "nb"),
        ("雨が降った", "en", "ja"),
    ] {
        let found = detected(text, Some(declared)).map(|(found, _)| found);
        assert_eq!(found, Some(code), "{text}");
    }
}

#[test]
fn code_does_not_decide() {
    let code = "for (const name of names) { console.log(name); } // print each of the names in it";
    let script = "import csv\nwith open(\"tides.csv\") as f:\n    for row in csv.reader(f):\n        print(row)";
    for (text, expected) in [
        (format!("{code}\n{code}\n用 Python 读取 CSV 文件的三种方法。"), "zh"),
        (format!("{script}\n先看最简单的例子：\n{script}\n然后打开文件。"), "zh"),
        (format!("{code}\n{code}\nファイルを開いて、一行ずつ読みます。"), "ja"),
        (format!("{code}\n파일을 열고 한 줄씩 읽습니다."), "ko"),
        ("GoogleのAndroidはMacBookより安い".to_owned(), "ja"),
        (format!("Откройте файл и прочитайте его построчно.\n{code}\n{script}"), "ru"),
    ] {
        assert_eq!(detected(&text, None).map(|(found, _)| found), Some(expected), "{text}");
    }
}

#[test]
fn confidence_is_low_where_little_was_seen() {
    let english = SENTENCES.iter().find(|(code, _)| *code == "en").expect("is there").1;
    assert_eq!(detected(english, None), Some(("en", 1.0)));
    for text in ["Read more", "Home", "OK", "Menu\nLogin\nSearch", "Ja", "雨"] {
        let confidence = detected(text, None).map_or(0.0, |(_, confidence)| confidence);
        assert!(confidence < 0.3, "{text}: {confidence}");
    }
    assert_eq!(detected("12:30\n—", None), None);
}

#[test]
fn long_lines_decide() {
    let german = SENTENCES.iter().find(|(code, _)| *code == "de").expect("is there").1;
    let lines = std::iter::repeat_n("Read more about this", 50).chain([german]);
    assert_eq!(detect(lines, None).map(|language| language.code), Some("de"));
}

#[test]
fn a_word_without_function_words_has_no_language() {
    for (text, expected) in [("Hello", None), ("a1 b2", None), ("Привет", None)] {
        assert_eq!(detect([text].into_iter(), None), expected, "{text}");
    }
    assert!(detect(["Hello"].into_iter(), Some("en")).is_some_and(|found| found.code == "en"));
}
