using System.Collections.Frozen;

namespace ServiceDirectory.Core.Import;

/// <summary>
/// Guesses what the columns of a list are used for, by their headers in the directory's languages. The guess is shown and can be changed:
/// what it does not know is left out.
/// </summary>
public static class ColumnMatcher
{
    /// <summary>
    /// Phrases by use, the surest use first: "contact phone" is a telephone and "contact" a person. Written as headers are compared
    /// (<see cref="HeaderText"/>).
    /// </summary>
    private static readonly (ColumnUse Use, string Phrases)[] s_words =
    [
        (ColumnUse.Email, "email|e mail|emails|mail address|correo|correo electronico|mail|adresa de email|posta electronica|بريد|البريد الالكتروني|ايميل"),
        (ColumnUse.Website, "website|web site|web|url|homepage|internet|link|sitio web|pagina web|pagina|enlace|site|site web|pagina de internet|موقع|الموقع|رابط"),
        (ColumnUse.PostalCode, "postcode|post code|postal code|zip|zip code|plz|codigo postal|cp|cod postal|code postal|الرمز البريدي"),
        (ColumnUse.Phone, "phone|phones|phone number|telephone|tel|mobile|cell|helpline|hotline|whatsapp|telefono|telefonos|movil|celular|telefon|telefoane|mobil|numar de telefon|هاتف|الهاتف|رقم الهاتف|تلفون|موبايل|جوال"),
        (ColumnUse.Hours, "hours|opening hours|opening times|open|times|schedule|horario|horarios|orar|program|ore|program de lucru|ساعات|ساعات العمل|اوقات|مواعيد"),
        (ColumnUse.Languages, "language|languages|languages spoken|idioma|idiomas|lenguas|limba|limbi|limbi vorbite|لغه|اللغات|لغات"),
        (ColumnUse.Cost, "cost|costs|price|prices|fee|fees|charge|free|coste|costo|precio|precios|tarifa|gratis|pret|preturi|tarif|gratuit|كلفه|سعر|التكلفه|السعر|رسوم"),
        (ColumnUse.Person, "contact person|contact name|person|responsible person|manager|staff|worker|keyworker|coordinator|first name|surname|last name|"
            + "nombre de contacto|persona de contacto|persona|responsable|coordinadora|coordinador|apellidos|apellido|"
            + "persoana de contact|persoana|responsabil|coordonator|prenume|nume de contact|شخص|شخص الاتصال|اسم الشخص|المسؤول|مسؤول"),
        (ColumnUse.Reference, "id|ref|reference|record id|number in list|nr|no|nr crt|referencia|num|referinta|رقم|معرف"),
        (ColumnUse.Note, "private note|private notes|internal note|internal notes|internal|comments|comment|remarks|remark|notes|note|notas|nota|comentarios|"
            + "observaciones|nota interna|note interne|observatii|comentarii|ملاحظات|ملاحظه|تعليق"),
        (ColumnUse.Needs, "needs|need|services|services offered|offers|what they offer|what they do|help|helps with|support offered|activities|necesidades|servicios|"
            + "servicios que ofrece|que ofrece|que ofrecen|ayuda|nevoi|servicii|ce ofera|servicii oferite|ajutor|خدمات|الخدمات|ما يقدمون|احتياجات|الاحتياجات"),
        (ColumnUse.Street, "street|address|street address|address line 1|full address|location address|direccion|calle|domicilio|adresa|strada|عنوان|العنوان|شارع|الشارع"),
        (ColumnUse.Town, "town|city|place|town city|city town|locality|location|municipality|area|ciudad|localidad|municipio|poblacion|lugar|oras|orasul|localitate|localitatea|"
            + "loc|مدينه|المدينه|بلده|مكان"),
        (ColumnUse.Country, "country|pais|tara|بلد|البلد|الدوله|دوله"),
        (ColumnUse.OtherName, "other name|other names|also known as|aka|acronym|short name|alias|otro nombre|otros nombres|siglas|alt nume|alte nume|acronim|اسم اخر|اسماء اخرى"),
        (ColumnUse.Kind, "type|kind|category|type of service|kind of service|type of organisation|type of organization|sector|tipo|categoria|tipo de servicio|tip|tipul|categorie|"
            + "tip de serviciu|نوع|النوع|نوع الخدمه|فئه"),
        (ColumnUse.Provider, "provider|organisation|organization|run by|agency|operator|charity|proveedor|organizacion|entidad|asociacion|gestionado por|furnizor|organizatie|"
            + "organizatia|asociatie|administrat de|منظمه|المنظمه|مقدم الخدمه|جمعيه|الجمعيه"),
        (ColumnUse.Summary, "summary|in short|short description|resumen|rezumat|pe scurt|ملخص"),
        (ColumnUse.Description, "description|about|details|information|info|descripcion|detalles|informacion|descriere|detalii|informatii|وصف|الوصف|تفاصيل|معلومات"),
        (ColumnUse.Name, "name|service|service name|name of service|project|title|nombre|servicio|nombre del servicio|proyecto|denominacion|nume|numele|denumire|denumirea|serviciu|"
            + "nume serviciu|proiect|اسم|الاسم|اسم الخدمه|الخدمه|خدمه"),
    ];

    /// <summary>Under these there is as often a person as anything else; inside a longer header they say nothing.</summary>
    private static readonly string[] s_people = ["contact", "contacts", "contact details", "contacto", "contactos", "جهه الاتصال"];

    private static readonly (ColumnUse Use, string Phrase)[] s_phrases =
        [.. s_words.SelectMany(entry => entry.Phrases.Split('|').Select(phrase => (entry.Use, phrase)))];

    private static readonly FrozenDictionary<string, ColumnUse> s_whole = s_phrases.Concat(s_people.Select(phrase => (Use: ColumnUse.Person, Phrase: phrase)))
        .DistinctBy(entry => entry.Phrase).ToFrozenDictionary(entry => entry.Phrase, entry => entry.Use, StringComparer.Ordinal);

    /// <summary>Two or three letters say something inside a longer header only where they are no word of a sentence.</summary>
    private static readonly (ColumnUse Use, string Phrase)[] s_parts = [.. s_phrases.Where(entry => entry.Phrase.Length > 3 || entry.Phrase is "tel" or "url" or "web")];

    /// <summary>The uses of which a list has one column only; of the others, several are read one after the other.</summary>
    private static readonly FrozenSet<ColumnUse> s_single = new[]
    {
        ColumnUse.Code, ColumnUse.Reference, ColumnUse.Name, ColumnUse.Provider, ColumnUse.Town, ColumnUse.PlaceNumber, ColumnUse.Country,
        ColumnUse.PostalCode, ColumnUse.Website, ColumnUse.Email, ColumnUse.Summary,
    }.ToFrozenSet();

    /// <returns>One use for each header.</returns>
    public static IReadOnlyList<ColumnUse> Guess(IReadOnlyList<string> headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        if (EntrySheet.UsesOf(headers) is { } ours)
            return ours;
        var uses = headers.Select(Guess).ToArray();
        Settle(uses);
        return uses;
    }

    /// <summary>Whether a list has one column for it only.</summary>
    public static bool IsSingle(ColumnUse use) => s_single.Contains(use);

    private static ColumnUse Guess(string header)
    {
        string key = HeaderText.Key(header);
        if (key.Length == 0)
            return ColumnUse.LeftOut;
        string bare = HeaderText.Key(header.Split('(', '/', ':')[0]).TrimEnd(' ', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
        foreach (string whole in new[] { key, bare })
        {
            if (s_whole.TryGetValue(whole, out var use))
                return use;
        }

        return s_parts.FirstOrDefault(entry => HeaderText.Has(key, entry.Phrase)).Use;
    }

    /// <summary>Of two columns for one thing the first stands; a list without a name is called by who runs it.</summary>
    private static void Settle(ColumnUse[] uses)
    {
        for (int at = 0; at < uses.Length; at++)
        {
            if (IsSingle(uses[at]) && Array.IndexOf(uses, uses[at]) < at)
                uses[at] = uses[at] is ColumnUse.Name ? ColumnUse.OtherName : ColumnUse.LeftOut;
        }

        if (!uses.Contains(ColumnUse.Name) && Array.IndexOf(uses, ColumnUse.Provider) is >= 0 and var provider)
            uses[provider] = ColumnUse.Name;
    }
}
