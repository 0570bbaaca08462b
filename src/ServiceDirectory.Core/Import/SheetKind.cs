using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Import;

/// <summary>What a list says about who runs a place, and whether it is one that must stay hidden.</summary>
/// <param name="Provider">Null: it does not say.</param>
/// <param name="IsOpen">A place that is in every telephone book: a hospital, a court, a pharmacy.</param>
/// <param name="MayHide">A shelter, drop-in, outreach, a place of peers or of young people, or something that sounds like one.</param>
internal readonly record struct SheetKind(ProviderKind? Provider, bool IsOpen, bool MayHide)
{
    // In doubt a word stands here: whoever keeps a street too few types it again, one too many cannot be taken back.
    private static readonly string[] s_hiding =
    [
        "shelter", "refuge", "hostel", "safe house", "safehouse", "safe place", "haven", "house", "home", "accommodation", "drop in", "dropin", "outreach", "street work", "mobile",
        "van", "peer", "peers", "youth", "young", "under 18", "children", "girls", "sex worker led", "community led", "collective", "survivors", "day centre", "day center", "night",
        "refugio", "albergue", "acogida", "piso", "casa", "hogar", "centro de dia", "calle", "pares", "jovenes", "menores", "colectivo", "colectiva", "noche",
        "adapost", "casa", "camin", "centru de zi", "mobila", "tineri", "tinere", "minori", "copii", "colectiv", "egali", "teren",
        "ماوي", "ملجا", "بيت", "دار", "سكن", "ايواء", "شباب", "قاصرين", "اطفال", "اقران", "متنقل", "متنقله",
    ];

    private static readonly string[] s_open =
    [
        "hospital", "clinic", "health centre", "health center", "gp", "surgery", "pharmacy", "dentist", "laboratory", "law centre", "law firm", "solicitor", "solicitors", "lawyer",
        "lawyers", "court", "library", "food bank", "job centre", "town hall", "clinica", "centro de salud", "farmacia", "laboratorio", "abogado", "abogada", "abogados",
        "ayuntamiento", "biblioteca", "spital", "spitalul", "clinica", "cabinet", "farmacie", "laborator", "avocat", "avocati", "primarie", "primaria", "biblioteca",
        "مستشفي", "عياده", "صيدليه", "مختبر", "محامي", "محاميه", "محكمه", "بلديه", "مكتبه",
    ];

    private static readonly (ProviderKind Kind, string[] Words)[] s_providers =
    [
        (ProviderKind.Community, ["community", "community led", "sex worker led", "peer led", "collective", "union", "comunidad", "comunitario", "colectivo", "colectiva", "sindicato",
            "comunitate", "comunitar", "colectiv", "sindicat", "مجتمع", "مجتمعي", "نقابه"]),
        (ProviderKind.FaithRun, ["faith", "faith run", "church", "religious", "iglesia", "religioso", "biserica", "religios", "كنيسه", "ديني"]),
        (ProviderKind.Public, ["public", "government", "state", "statutory", "council", "nhs", "municipal", "hospital", "publico", "publica", "gobierno", "ayuntamiento", "estatal",
            "public sector", "publica", "stat", "primarie", "spital", "spitalul", "حكومي", "عام", "حكوميه", "بلديه"]),
        (ProviderKind.Ngo, ["ngo", "charity", "non profit", "nonprofit", "voluntary", "third sector", "foundation", "association", "ong", "fundacion", "asociacion", "sin animo de lucro",
            "fundatie", "fundatia", "asociatie", "asociatia", "جمعيه", "منظمه", "غير ربحيه"]),
        (ProviderKind.Private, ["private", "company", "ltd", "privado", "privada", "empresa", "privat", "firma", "srl", "خاص", "خاصه", "شركه"]),
    ];

    /// <summary>An address is kept where everything speaks for a place that anybody may know.</summary>
    public bool IsUnknown => Provider is null && !IsOpen;

    /// <param name="kind">What the list says of its kind.</param>
    /// <param name="runBy">What it says of who runs it.</param>
    /// <param name="everything">All its words.</param>
    public static SheetKind Read(string kind, string runBy, string everything)
    {
        string all = HeaderText.Key(everything);
        var provider = EnumSlug.All<ProviderKind>().Contains(kind) ? EnumSlug.Parse<ProviderKind>(kind) : ProviderOf(HeaderText.Key($"{kind} {runBy}"));
        return new SheetKind(provider, s_open.Any(word => HeaderText.Has(all, word)), provider is ProviderKind.Community || s_hiding.Any(word => HeaderText.Has(all, word)));
    }

    private static ProviderKind? ProviderOf(string key) =>
        s_providers.Where(entry => entry.Words.Any(word => HeaderText.Has(key, word))).Select(entry => (ProviderKind?)entry.Kind).FirstOrDefault();
}
