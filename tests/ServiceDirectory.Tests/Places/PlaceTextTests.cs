using FsCheck;
using FsCheck.Fluent;
using ServiceDirectory.Core.Places;

namespace ServiceDirectory.Tests.Places;

public sealed class PlaceTextTests(ShippedPlaces places)
{
    /// <summary>UTF-16 units of any kind, lone surrogates and controls included, mixed with the scripts of the world.</summary>
    private static readonly Gen<string> AnyText =
        from units in Gen.ListOf(Gen.OneOf(
            Gen.Choose(0, 0xFFFF), Gen.Choose('a', 'z'), Gen.Choose(' ', '/'), Gen.Choose(0xC0, 0x24F), Gen.Choose(0x400, 0x45F), Gen.Choose(0x620, 0x6D3), Gen.Choose(0x4E00, 0x4F00)))
        select new string([.. units.Select(unit => (char)unit)]);

    [Theory]
    [InlineData("  Saint-Étienne ", "saint etienne")]
    [InlineData("KÖLN", "koln")]
    [InlineData("Straßburg", "strassburg")]
    [InlineData("Łódź", "lodz")]
    [InlineData("Tromsø", "tromso")]
    [InlineData("Đà Nẵng", "da nang")]
    [InlineData("İSTANBUL", "istanbul")]
    [InlineData("ısparta", "isparta")]
    [InlineData("King’s Lynn", "kings lynn")]
    [InlineData("Ærøskøbing", "aeroskobing")]
    [InlineData("أبو ظبي", "ابو ظبي")]
    [InlineData("الرِّبَاط", "الرباط")]
    [InlineData("کابل", "كابل")]
    [InlineData("Орёл", "орел")]
    [InlineData("ＴＯＫＹＯ", "tokyo")]
    [InlineData("٧٥٠٠١", "75001")]
    [InlineData("서울", "서울")]
    [InlineData("ガス", "ガス")]
    [InlineData("😀", "")]
    [InlineData("Le\ufffeeds\ud800", "le eds")]
    public void Fold_Name_IsComparable(string name, string folded) => Assert.Equal(folded, PlaceText.Fold(name));

    [Theory]
    [InlineData("Köln", "koln", "koeln")]
    [InlineData("Århus", "arhus", "aarhus")]
    [InlineData("Saint-Étienne", "saintetienne", "stetienne")]
    [InlineData("Leeds", "leeds")]
    [InlineData("—")]
    public void Keys_Name_CoverHowItIsTyped(string name, params string[] keys) => Assert.Equal(keys, PlaceText.Keys(name));

    [Fact]
    public void Fold_AnyText_IsDoneOnce() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(AnyText.ToArbitrary(), text => PlaceText.Fold(PlaceText.Fold(text)) == PlaceText.Fold(text)));

    [Fact]
    public void Find_AnyText_NeverThrows() =>
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(AnyText.ToArbitrary(), text => places.Lookup.Find(text, "GB") is not null));

    [Fact]
    public void Find_MangledName_NeverThrows()
    {
        var mangled =
            from place in Gen.Elements<Place>(places.Gazetteer.Places)
            from cut in Gen.Choose(0, place.Name.Length)
            from extra in AnyText
            select place.Name[..cut] + extra + place.Name[cut..];
        Check.One(Config.QuickThrowOnFailure, Prop.ForAll(mangled.ToArbitrary(), text => places.Lookup.Find(text, "GB") is not null));
    }

    [Fact]
    public void Find_EveryLargeTownWithItsCountry_IsFoundOrAsked()
    {
        var lost = places.Gazetteer.Places
            .Where(place => place.Population > 100_000)
            .Where(place => !Answers(places.Lookup.Find($"{place.Name}, {place.Country.Name}", "GB"), place))
            .ToList();
        Assert.True(lost.Count == 0, string.Join("; ", lost.Take(40)));
    }

    private static bool Answers(PlaceAnswer answer, Place place) => answer switch
    {
        PlaceAnswer.Found found => found.Place == place || found.Others.Contains(place),
        PlaceAnswer.Ask ask => ask.Candidates.Contains(place),
        _ => false,
    };
}
