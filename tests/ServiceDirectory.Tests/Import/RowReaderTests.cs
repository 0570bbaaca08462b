using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Import;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Search;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Import;

/// <summary>What is kept of a row, and what is gone before anybody could keep it.</summary>
public sealed class RowReaderTests(ShippedPlaces places)
{
    private const string Leeds = "2644688";

    private RowReader Reader()
    {
        var gazetteer = places.Gazetteer;
        var lookup = new PlaceLookup(gazetteer);
        return new RowReader(DirectoryCatalogue.Default, NeedMatcher.Default, new SheetPlaces(lookup.Find, gazetteer.Find, id => ListingPlace.Of(gazetteer, id)), "GB");
    }

    private ReadRow Read(params (string Header, string Cell)[] cells) =>
        Reader().Read(new SheetRow(2, [.. cells.Select(cell => cell.Cell)]), ColumnMatcher.Guess([.. cells.Select(cell => cell.Header)]));

    [Fact]
    public void Clinic_ThatAnybodyKnows_KeepsItsStreet()
    {
        var row = Read(("Name", "Mill Clinic"), ("Type", "NHS clinic"), ("Services", "HIV tests; PrEP"), ("Address", "12 Mill Street"), ("Postcode", "LS1 4AB"), ("City", "Leeds"),
            ("Phone", "(0113) 496 0000 or 0113 496 0001"), ("Web", "mill.example"), ("E-mail", "info@mill.example"), ("Languages", "English, Română and BSL"), ("Cost", "Free"),
            ("Contact person", "Maria Popescu"), ("Notes", "Ring twice"));
        Assert.Null(row.Problem);
        Assert.Equal(
            new Dictionary<ColumnUse, string>
            {
                [ColumnUse.Name] = "Mill Clinic",
                [ColumnUse.Kind] = "public",
                [ColumnUse.Needs] = "2,5",
                [ColumnUse.Street] = "12 Mill Street",
                [ColumnUse.PostalCode] = "LS1 4AB",
                [ColumnUse.Town] = Leeds,
                [ColumnUse.Phone] = "+441134960000; +441134960001",
                [ColumnUse.Website] = "https://mill.example",
                [ColumnUse.Email] = "info@mill.example",
                [ColumnUse.Languages] = "en,ro,bfi",
                [ColumnUse.Cost] = "Free",
            }.OrderBy(value => value.Key),
            row.Values.OrderBy(value => value.Key));
        Assert.Equal("Ring twice", row.Note);
        Assert.DoesNotContain("Maria", string.Join('\n', row.Values.Values.Append(row.Note)), StringComparison.Ordinal);
    }

    /// <summary>Shelters, drop-ins, outreach, peers, under 18, and whatever nobody says what it is: in each of the languages.</summary>
    [Theory, Property(50)]
    [InlineData("Shelter", "safe place to stay")]
    [InlineData("Women's refuge", "")]
    [InlineData("NGO", "drop-in")]
    [InlineData("Charity", "outreach with condoms")]
    [InlineData("Sex worker led", "HIV tests")]
    [InlineData("Peer group", "talk")]
    [InlineData("Council", "help for under 18s")]
    [InlineData("", "HIV tests")]
    [InlineData("", "")]
    [InlineData("Something", "Something")]
    [InlineData("ONG", "casa de acogida")]
    [InlineData("Albergue", "")]
    [InlineData("Asociație", "adăpost")]
    [InlineData("ONG", "lucru de teren")]
    [InlineData("جمعية", "مأوى")]
    public void PlacesThatHide_AreReducedToATown(string kind, string needs)
    {
        var row = Read(("Name", "Lotus"), ("Type", kind), ("Services", needs), ("Address", "12 Mill Street"), ("Postcode", "LS1 4AB"), ("City", "Leeds"),
            ("Description", "A calm place. Find us at 12 Mill Street, behind the market. Tea."), ("Notes", "The key is at Mill Street 12\nCall first"), ("Web", "lotus.example/12-mill-street"));
        Assert.Equal(Leeds, row.Of(ColumnUse.Town));
        Assert.False(row.Values.ContainsKey(ColumnUse.Street) || row.Values.ContainsKey(ColumnUse.PostalCode) || row.Values.ContainsKey(ColumnUse.Website));
        string kept = string.Join('\n', row.Values.Values.Append(row.Note));
        Assert.DoesNotContain("mill", kept, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("4AB", kept, StringComparison.Ordinal);
        Assert.Equal("A calm place. Tea.", row.Of(ColumnUse.Description));
        Assert.Equal("Call first", row.Note);
        Assert.Contains(row.Remarks, remark => remark.Kind is RemarkKind.StreetLeftOut);
        Assert.Contains(row.Remarks, remark => remark.Kind is RemarkKind.SentenceLeftOut);
    }

    [Theory, Property(50)]
    [InlineData("Shelter at 12 Mill Street")]
    [InlineData("Mill Street shelter")]
    [InlineData("Shelter LS1 4AB")]
    public void Name_ThatTellsTheStreet_IsNotBroughtIn(string name) =>
        Assert.Equal(RowProblem.NameTellsStreet, Read(("Name", name), ("Address", "12 Mill Street"), ("Town", "Leeds")).Problem);

    /// <summary>A village would not hide anybody.</summary>
    [Fact, Property(50)]
    public void SmallTown_OfAPlaceThatHides_IsLeftOut()
    {
        var row = Read(("Name", "Lotus"), ("Type", "Shelter"), ("Town", "Skipton"));
        Assert.False(row.Values.ContainsKey(ColumnUse.Town));
        Assert.Contains(row.Remarks, remark => remark.Kind is RemarkKind.TownTooSmall);
    }

    [Fact]
    public void Town_ThatIsUnknown_IsSaid_AndOneOfSeveralIsToldOf()
    {
        Assert.Equal([RemarkKind.TownUnknown], Read(("Name", "Lotus"), ("Town", "Qxzzyvville")).Remarks.Select(remark => remark.Kind));
        var near = Read(("Name", "Lotus"), ("Town", "Leeeds"));
        Assert.Equal(Leeds, near.Of(ColumnUse.Town));
        Assert.Equal([RemarkKind.TownGuessed], near.Remarks.Select(remark => remark.Kind));
    }

    [Theory]
    [InlineData("info@lotus.example", true)]
    [InlineData("lotus@mail.example", true)]
    [InlineData("legal-team@lotus.example", true)]
    [InlineData("maria.popescu@lotus.example", false)]
    [InlineData("maria@lotus.example", false)]
    [InlineData("not an address", false)]
    public void Email_OfADeskStays_AndOneThatMayBeAPersonsDoesNot(string address, bool stays)
    {
        var row = Read(("Name", "Lotus Project"), ("E-mail", address));
        Assert.Equal(stays ? address : "", row.Of(ColumnUse.Email));
        Assert.Equal(stays, row.Remarks.Count == 0);
    }

    [Theory, Property(25)]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://lotus.example")]
    [InlineData("data:text/html,x")]
    [InlineData("localhost")]
    [InlineData("https://user:secret@lotus.example")]
    public void Website_OtherThanHttp_IsLeftOut(string address)
    {
        var row = Read(("Name", "Lotus"), ("Website", address));
        Assert.False(row.Values.ContainsKey(ColumnUse.Website));
        Assert.Equal([RemarkKind.WebsiteUnread], row.Remarks.Select(remark => remark.Kind));
    }

    [Fact]
    public void Phone_IsReadWhateverStandsBesideIt()
    {
        Assert.Equal("+40213109911; +441134960000", Read(("Name", "A"), ("Phone", "Maria: +40 21 310 9911 / 0113 496 0000 (ext 3)")).Of(ColumnUse.Phone));
        Assert.Equal("116123", Read(("Name", "A"), ("Phone", "116 123")).Of(ColumnUse.Phone));
        Assert.Equal([RemarkKind.PhoneUnread], Read(("Name", "A"), ("Phone", "ask at the door")).Remarks.Select(remark => remark.Kind));
    }

    [Theory]
    [InlineData("en", "Name of service|Organisation|Type|What they offer|Full address|Postcode|City|Phone number|E-mail address|Website|Opening hours|Languages spoken|Price|Contact person|Contact|Notes|Favourite colour")]
    [InlineData("es", "Nombre|Entidad|Tipo|Qué ofrece|Dirección|Código postal|Ciudad|Teléfono|Correo electrónico|Página web|Horario|Idiomas|Precio|Persona de contacto|Contacto|Observaciones|Color")]
    [InlineData("ro", "Denumire|Organizație|Tip|Ce oferă|Adresă|Cod poștal|Oraș|Telefon|Adresa de email|Site|Program|Limbi vorbite|Preț|Persoană de contact|Contacts|Observații|Culoare")]
    [InlineData("ar", "الاسم|المنظمة|النوع|الخدمات|العنوان|الرمز البريدي|المدينة|رقم الهاتف|البريد الإلكتروني|الموقع|ساعات العمل|اللغات|السعر|شخص الاتصال|جهة الاتصال|ملاحظات|لون")]
    public void Headers_AreKnownInEachLanguage(string language, string headers)
    {
        Assert.NotEmpty(language);
        Assert.Equal(
            [ColumnUse.Name, ColumnUse.Provider, ColumnUse.Kind, ColumnUse.Needs, ColumnUse.Street, ColumnUse.PostalCode, ColumnUse.Town, ColumnUse.Phone, ColumnUse.Email,
                ColumnUse.Website, ColumnUse.Hours, ColumnUse.Languages, ColumnUse.Cost, ColumnUse.Person, ColumnUse.Person, ColumnUse.Note, ColumnUse.LeftOut],
            ColumnMatcher.Guess(headers.Split('|')));
    }
}
