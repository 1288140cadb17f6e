"""The words by which mail programs quote, forward and sign, in the languages they speak."""

import pytest

from mail.parser.quotes import split

DESK = "Desk <d@desk.example>"
ATTRIBUTIONS = {
    "English, short": f"{DESK} wrote:",
    "English, Eudora": "At 10:00 03/02/2025, you wrote:",
    "English, after the name": "Desk wrote (2025-02-03 10:00):",
    "English, Horde": f"Quoting {DESK}:",
    "German, Horde": f"Zitat von {DESK}:",
    "French, Horde": f"Selon {DESK}:",
    "German": f"Am Mo., 3. Feb. 2025 um 10:00 Uhr schrieb {DESK}:",
    "French": f"Le lun. 3 févr. 2025 à 10:00, {DESK} a écrit :",
    "Italian": f"Il giorno lun 3 feb 2025 alle ore 10:00 {DESK} ha scritto:",
    "Spanish": "El lun, 3 feb 2025 a las 10:00, Desk (<d@desk.example>) escribió:",
    "Catalan": f"El dl., 3 de febr. 2025, 10:00, {DESK} va escriure:",
    "Portuguese": f"Em seg., 3 de fev. de 2025 às 10:00, {DESK} escreveu:",
    "Romanian": f"Pe lun., 3 feb. 2025 la 10:00, {DESK} a scris:",
    "Dutch": f"Op ma 3 feb 2025 om 10:00 schreef {DESK}:",
    "Danish": f"man. den 3. feb. 2025 kl. 10.00 skrev {DESK}:",
    "Norwegian": f"3. februar 2025 kl. 10:00 skrev {DESK}:",
    "Swedish": f"Den mån 3 feb. 2025 kl 10:00 skrev {DESK}:",
    "Finnish, date first": "3.2.2025 10.00, Desk kirjoitti:",
    "Finnish, name first": "Desk kirjoitti 3.2.2025 klo 10.00:",
    "Estonian": f"Kuupäeval E, 3. veebruar 2025 kell 10:00 kirjutas {DESK}:",
    "Latvian": "pirmd., 2025. g. 3. febr., plkst. 10:00 — lietotājs Desk (<d@desk.example>) rakstīja:",
    "Lithuanian": f"2025-02-03, pr, 10:00 {DESK} rašė:",
    "Polish": f"pon., 3 lut 2025 o 10:00 {DESK} napisał(a):",
    "Czech": f"po 3. 2. 2025 v 10:00 odesílatel {DESK} napsal:",
    "Slovak": "Dňa 3. 2. 2025 o 10:00 Desk napísal(a):",
    "Slovenian": f"V pon., 3. feb. 2025 ob 10:00 je oseba {DESK} napisala:",
    "Croatian": f"Dana pon, 3. velj 2025. u 10:00 {DESK} je napisao/la:",
    "Serbian": f"дана пон, 3. феб 2025. у 10:00 {DESK} је написао/ла:",
    "Hungarian": "2025. 02. 03. 10:00 keltezéssel, Desk írta:",
    "Russian": f"Понедельник, 3 февраля 2025, 10:00 +03:00 от {DESK}:",
    "Russian, short": '03.02.2025, 10:00, "Desk" <d@desk.example>:',
    "Ukrainian": f"пн, 3 лют. 2025 р. о 10:00 {DESK} пише:",
    "Bulgarian": f"На пн, 3.02.2025 г. в 10:00 ч. {DESK} написа:",
    "Greek": f"Στις Δευ, 3 Φεβ 2025 στις 10:00 π.μ., ο/η {DESK} έγραψε:",
    "Turkish": "3 Şubat 2025 10:00 tarihinde Desk yazdı:",
    "Hebrew": "בתאריך יום ב׳, 3 בפבר׳ 2025 ב-10:00 מאת \u202aDesk\u202c\u200f <\u202ad@desk.example\u202c\u200f>:\u202c",
    "Arabic": "في الاثنين، 3 فبراير 2025 في 10:00 ص تمت كتابة ما يلي بواسطة \u202aDesk\u202c\u200f <\u202ad@desk.example\u202c\u200f>:\u202c",
    "Thai": f"เมื่อ จ. 3 ก.พ. 2025 เวลา 10:00 {DESK} เขียนว่า:",
    "Vietnamese": f"Vào Th 2, 3 thg 2, 2025 vào lúc 10:00 {DESK} đã viết:",
    "Indonesian": f"Pada Sen, 3 Feb 2025 10.00, {DESK} menulis:",
    "Chinese": f"{DESK} 于2025年2月3日周一 10:00写道：",
    "Chinese, traditional": f"{DESK} 於 2025年2月3日 週一 上午10:00寫道：",
    "Japanese": f"2025年2月3日 10:00、{DESK}のメール:",
    "Korean": f"2025. 2. 3. 오전 10:00, {DESK} 작성:",
}


@pytest.mark.parametrize("quotation", ["> Is it on?\n> Yes", "Is it on?\nYes"], ids=["marked", "bare"])
@pytest.mark.parametrize("attribution", ATTRIBUTIONS.values(), ids=ATTRIBUTIONS.keys())
def test_attribution_of_any_language_ends_what_is_new(attribution, quotation):
    assert split(f"Well, yes.\n\n{attribution}\n{quotation}\n")[0] == "Well, yes."


def test_a_name_and_a_verb_announce_what_is_marked_as_quoted():
    assert split("Well, yes.\n\nDesk a écrit :\n> Is it on?\n")[0] == "Well, yes."


@pytest.mark.parametrize(
    "text",
    [
        "Call me in 2025 at 10:30 or write to <d@desk.example>: I am there.",
        "The doctor wrote:\n- two pills\n- at 10:00",
        "At 10:00 we have these:\nbread",
        "Version 1.2.2025 has two faults:\nno sound",
    ],
)
def test_a_sentence_of_the_writer_is_no_attribution(text):
    assert split(text) == (text, "")


@pytest.mark.parametrize(
    "delimiter",
    [
        "---- Original Message ----",
        "-------- Ursprüngliche Nachricht --------",
        "----- Mail original -----",
        "-------- Message d'origine --------",
        "---------- Message transféré ----------",
        "-------- Messaggio inoltrato --------",
        "----- Mensaje original -----",
        "-----Mensagem original-----",
        "-------- Originele bericht --------",
        "-------- Mesaj redirecționat --------",
        "-----Ursprungligt meddelande-----",
        "-----Oprindelig meddelelse-----",
        "-----Opprinnelig melding-----",
        "-----Alkuperäinen viesti-----",
        "-----Oryginalna wiadomość-----",
        "-----Původní zpráva-----",
        "-----Pôvodná správa-----",
        "-----Eredeti üzenet-----",
        "-----Исходное сообщение-----",
        "-----Оригінальне повідомлення-----",
        "-----Αρχικό μήνυμα-----",
        "-----Orijinal İleti-----",
        "-----Izvorna poruka-----",
        "-----הודעה מקורית-----",
        "-----الرسالة الأصلية-----",
        "-----原始邮件-----",
        "-----元のメッセージ-----",
        "-----원본 메시지-----",
        "---- Am Mo., 03 Feb 2025 10:00:00 +0100 schrieb Desk ----",
        "Anfang der weitergeleiteten Nachricht:",
        "Début du message transféré :",
        "Inicio del mensaje reenviado:",
        "Início da mensagem encaminhada:",
        "Begin doorgestuurd bericht:",
        "Vidarebefordrat brev:",
        "転送されたメッセージ：",
    ],
)
def test_line_that_parts_the_old_mail_from_the_new_one_ends_what_is_new(delimiter):

    assert split(f"Done.\n\n{delimiter}\n\nIs it on?")[0] == "Done."


BLOCKS = {
    "Dutch": "Van: D\nVerzonden: maandag\nAan: Ana\nOnderwerp: Printer",
    "Spanish": "De: D\nEnviado el: lunes\nPara: Ana\nAsunto: Impresora",
    "Portuguese": "De: D\nEnviada em: segunda\nPara: Ana\nAssunto: Impressora",
    "Catalan": "De: D\nEnviat el: dilluns\nPer a: Ana\nAssumpte: Impressora",
    "Norwegian": "Fra: D\nSendt: mandag\nTil: Ana\nEmne: Skriver",
    "Finnish": "Lähettäjä: D\nLähetetty: maanantai\nVastaanottaja: Ana\nAihe: Tulostin",
    "Icelandic": "Frá: D\nSent: mánudagur\nTil: Ana\nEfni: Prentari",
    "Estonian": "Saatja: D\nSaatmisaeg: esmaspäev\nAdressaat: Ana\nTeema: Printer",
    "Latvian": "No: D\nNosūtīts: pirmdien\nKam: Ana\nTēma: Printeris",
    "Lithuanian": "Nuo: D\nIšsiųsta: pirmadienis\nKam: Ana\nTema: Spausdintuvas",
    "Polish": "Od: D\nWysłano: poniedziałek\nDo: Ana\nTemat: Drukarka",
    "Czech": "Od: D\nOdesláno: pondělí\nKomu: Ana\nPředmět: Tiskárna",
    "Slovak": "Od: D\nOdoslané: pondelok\nKomu: Ana\nPredmet: Tlačiareň",
    "Slovenian": "Od: D\nPoslano: ponedeljek\nZa: Ana\nZadeva: Tiskalnik",
    "Croatian": "Šalje: D\nPoslano: ponedjeljak\nPrima: Ana\nPredmet: Pisač",
    "Hungarian": "Feladó: D\nElküldve: hétfő\nCímzett: Ana\nTárgy: Nyomtató",
    "Russian": "От: D\nОтправлено: понедельник\nКому: Ana\nТема: Принтер",
    "Ukrainian": "Від: D\nНадіслано: понеділок\nКому: Ana\nТема: Принтер",
    "Bulgarian": "От: D\nИзпратено: понеделник\nДо: Ana\nОтносно: Принтер",
    "Greek": "Από: D\nΣτάλθηκε: Δευτέρα\nΠρος: Ana\nΘέμα: Εκτυπωτής",
    "Turkish": "Kimden: D\nGönderildi: Pazartesi\nKime: Ana\nKonu: Yazıcı",
    "Hebrew": "מאת: D\nנשלח: יום שני\nאל: Ana\nנושא: מדפסת",
    "Arabic": "من: D\nتم الإرسال: الاثنين\nإلى: Ana\nالموضوع: طابعة",
    "Thai": "จาก: D\nส่ง: วันจันทร์\nถึง: Ana\nเรื่อง: Printer",
    "Vietnamese": "Từ: D\nĐã gửi: Thứ Hai\nTới: Ana\nChủ đề: Máy in",
    "Indonesian": "Dari: D\nDikirim: Senin\nKepada: Ana\nSubjek: Printer",
    "Chinese": "发件人: D\n发送时间: 星期一\n收件人: Ana\n主题: 打印机",
    "Chinese, traditional": "寄件者: D\n寄件日期: 星期一\n收件者: Ana\n主旨: 印表機",
    "Japanese": "差出人: D\n送信日時: 月曜日\n宛先: Ana\n件名: プリンター",
    "Korean": "보낸 사람: D\n보낸 날짜: 월요일\n받는 사람: Ana\n제목: 프린터",
}


@pytest.mark.parametrize("block", BLOCKS.values(), ids=BLOCKS.keys())
def test_header_that_outlook_quotes_ends_what_is_new(block):
    assert split(f"Done.\n\n{block}\n\nIs it on?\n")[0] == "Done."


@pytest.mark.parametrize(
    "signature",
    [
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from my Android device with K-9 Mail. Please excuse my brevity.",
        "Get Outlook for iOS<https://aka.example/x>",
        "Gesendet von Mail für Windows",
        "Diese Nachricht wurde von meinem Android-Gerät mit K-9 Mail gesendet.",
        "Outlook für Android beziehen",
        "Envoyé de mon iPhone",
        "Télécharger Outlook pour Android",
        "Inviato da Outlook per Android",
        "Enviado desde mi iPhone",
        "Enviado a partir do meu smartphone Samsung",
        "Verstuurd vanaf mijn iPhone",
        "Outlook voor iOS downloaden",
        "Trimis din Outlook pentru Android",
        "Obțineți Outlook pentru Android",
        "Skickades från E-post för Windows",
        "Sendt fra min iPhone",
        "Lähetetty iPhonesta",
        "Wysłane z iPhone'a",
        "Odesláno z iPhonu",
        "Poslano z mojega iPhona",
        "Отправлено с iPhone",
        "Надіслано з мого iPhone",
        "Изпратено от моя iPhone",
        "iPhone'umdan gönderildi",
        "Elküldve az iPhone-omról",
        "Στάλθηκε από το iPhone μου",
        "Gửi từ iPhone của tôi",
        "iPhoneから送信",
        "发自我的 iPhone",
        "나의 iPhone에서 보냄",
    ],
)
def test_line_by_which_a_telephone_signs_is_folded(signature):
    assert split(f"Yes.\n\n{signature}") == ("Yes.", signature)


@pytest.mark.parametrize(
    "last", ["Sent from my desk, which is easier than the telephone in the car.", "Poslano je včeraj.", "Hent den nu."]
)
def test_a_last_sentence_stays(last):
    assert split(f"Yes.\n\n{last}")[0] == f"Yes.\n\n{last}"
