using System.Text;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Places;

/// <summary>Postal codes from files made here, over a database that holds nothing else.</summary>
public sealed class PostalCodesTests(CopyOfDatabase database, ShippedPlaces places) : IClassFixture<CopyOfDatabase>
{
    private const string Leeds = "GB\tLS1 4AP\tLeeds\tEngland\tENG\tWest Yorkshire\t\tLeeds\tE08000035\t53.7965\t-1.5478\t6";
    private const string LeedsHalf = "GB\tLS6\tLeeds\tEngland\tENG\t\t\t\t\t53.7980\t-1.5440\t4";
    private const string Paris = "FR\t75001\tParis 01\tÎle-de-France\t11\tParis\t75\tParis\t751\t48.8592\t2.3417\t5";
    private const string Madrid = "ES\t28001\tMadrid\tMadrid\tMD\tMadrid\tM\tMadrid\t28079\t40.4195\t-3.6925\t4";
    private const string Berlin = "DE\t10115\tBerlin\tBerlin\tBE\t\t00\tBerlin, Stadt\t11000\t52.5323\t13.3846\t";
    private const string NewYork = "US\t10115\tNew York\tNew York\tNY\tNew York\t061\t\t\t40.8111\t-73.9642\t4";

    [Theory]
    [InlineData("LS1 4AP", "ls14ap")]
    [InlineData(" ls14ap ", "ls14ap")]
    [InlineData("00-950", "00950")]
    [InlineData("٧٥٠٠١", "75001")]
    [InlineData("1010", "1010")]
    [InlineData("leeds", null)] // no digit
    [InlineData("51.5,-0.1", null)]
    [InlineData("-0.1", null)]
    [InlineData("51.5", null)]
    [InlineData("-33", null)]
    [InlineData("51", null)]
    [InlineData("12345678901", null)] // too long
    [InlineData("", null)]
    [InlineData("ls1;drop", null)]
    public void Normalise_Text_IsACodeOrNothing(string text, string? code) => Assert.Equal(code, PostalCodes.Normalise(text));

    [Fact]
    public async Task Find_ImportedCode_IsThePlaceNearestToIt()
    {
        await ImportAsync(Leeds, LeedsHalf, Paris, Berlin, NewYork);

        foreach (var text in new[] { "LS1 4AP", "ls14ap", "LS1 4AP Leeds", "Leeds, LS1 4AP", "LS6 2AA", "ls6" })
            Assert.Equal("Leeds", (await FoundAsync(text, "GB")).FullName.Split(',')[0]);
        Assert.Equal(2988507, (await FoundAsync("75001 paris", "GB")).GeoNameId);
        Assert.Equal("FR", (await FoundAsync("75001", "GB")).Country.Code);
        // The same code in two countries: home first, else ask.
        Assert.Equal("DE", (await FoundAsync("10115", "DE")).Country.Code);
        Assert.Equal("US", (await FoundAsync("10115", "US")).Country.Code);
        // A town beside it decides, at home too.
        foreach (var text in new[] { "10115 Berlin", "berlin 10115", "Berlin, 10115" })
            Assert.Equal("DE", (await FoundAsync(text, "GB")).Country.Code);
        Assert.Equal("DE", (await FoundAsync("10115 Berlin", "US")).Country.Code);
        Assert.Equal("US", (await FoundAsync("10115 New York", "DE")).Country.Code);
        Assert.Equal("US", (await FoundAsync("10115 Leeds", "US")).Country.Code);
        var ask = Assert.IsType<PlaceAnswer.Ask>(await FindAsync("10115", "GB"));
        Assert.Equal(["DE", "US"], ask.Candidates.Select(place => place.Country.Code).Order());
    }

    [Fact]
    public async Task Find_UnknownCodeOrCoordinates_FallsThroughToNames()
    {
        await ImportAsync(Leeds);
        Assert.Equal(2644688, (await FoundAsync("Leeds ZZ9 9ZZ", "GB", PlaceMatch.Exact)).GeoNameId);
        Assert.IsType<PlaceAnswer.None>(await FindAsync("ZZ9 9ZZ", "GB"));
    }

    [Theory]
    [Property(54)]
    [InlineData("51.5,-0.1")]
    [InlineData("51.5, -0.1")]
    [InlineData("53.7965 -1.5478")]
    [InlineData("53°47′N 1°32′W")]
    public async Task Find_Coordinates_MatchNothing(string text)
    {
        await ImportAsync(Leeds, Leeds.Replace("LS1 4AP", "515", StringComparison.Ordinal), Leeds.Replace("LS1 4AP", "515-01", StringComparison.Ordinal));
        Assert.IsType<PlaceAnswer.None>(await FindAsync(text, "GB"));
    }

    [Fact]
    public async Task Import_Again_ReplacesTheCountriesInTheFileOnly()
    {
        var first = await ImportAsync(Leeds, Paris);
        Assert.Equal((2, "FR GB"), (first.Codes, string.Join(' ', first.Countries)));
        var second = await ImportAsync(LeedsHalf, LeedsHalf);
        Assert.Equal((1, "GB"), (second.Codes, string.Join(' ', second.Countries)));
        Assert.IsNotType<PlaceAnswer.Found>(await FindAsync("LS1 4AP", "GB"));
        Assert.Equal("FR", (await FoundAsync("75001", "GB")).Country.Code);
    }

    [Theory]
    [InlineData("GB\tLS2\tLeeds\t53.8\t-1.5", "12 columns expected, 5 found")]
    [InlineData("GB\tLS2\tLeeds\t\t\t\t\t\t\t53.8\t-1.5\t4\textra", "12 columns expected, 13 found")]
    [InlineData("XX\tLS2\tLeeds\t\t\t\t\t\t\t53.8\t-1.5\t4", "\"XX\" is not the code of a country")]
    [InlineData("gb\tLS2\tLeeds\t\t\t\t\t\t\t53.8\t-1.5\t4", "\"gb\" is not the code of a country")]
    [InlineData("US.TX\t75460\tParis\t\t\t\t\t\t\t33.6\t-95.5\t4", "\"US.TX\" is not the code of a country")]
    [InlineData("GB\tLS2\tLeeds\t\t\t\t\t\t\tNaN\t-1.5\t4", "\"NaN\" is not a latitude")]
    [InlineData("GB\tLS2\tLeeds\t\t\t\t\t\t\t90.1\t-1.5\t4", "\"90.1\" is not a latitude")]
    [InlineData("GB\tLS2\tLeeds\t\t\t\t\t\t\t53,8\t-1.5\t4", "\"53,8\" is not a latitude")]
    [InlineData("GB\tLS2\tLeeds\t\t\t\t\t\t\t53.8\tInfinity\t4", "\"Infinity\" is not a longitude")]
    [InlineData("GB\tLS2\tLeeds\t\t\t\t\t\t\t53.8\t-180.5\t4", "\"-180.5\" is not a longitude")]
    [InlineData("GB\tLS2\tLeeds\t\t\t\t\t\t\t53.8\t\t4", "\"\" is not a longitude")]
    [InlineData("GB\t\tLeeds\t\t\t\t\t\t\t53.8\t-1.5\t4", "\"\" is not a postal code")]
    [InlineData("GB\tLeeds\tLeeds\t\t\t\t\t\t\t53.8\t-1.5\t4", "\"Leeds\" is not a postal code")]
    [InlineData("GB\t12345678901\tLeeds\t\t\t\t\t\t\t53.8\t-1.5\t4", "\"12345678901\" is not a postal code")]
    [InlineData("", "12 columns expected, 1 found")]
    public async Task Import_BadRow_NamesLineAndReasonAndImportsNothing(string row, string reason)
    {
        await ImportAsync(Leeds);
        var report = await ImportAsync(LeedsHalf, row, Madrid);

        var problem = Assert.Single(report.Problems);
        Assert.Equal((2, $"Line 2: {reason}."), (problem.Line, $"{problem}"));
        Assert.Equal(0, report.Codes);
        Assert.Equal("Leeds", (await FoundAsync("LS1 4AP", "GB")).Name);
        Assert.IsType<PlaceAnswer.None>(await FindAsync("28001", "GB"));
    }

    [Fact]
    public async Task Import_OtherEncoding_NamesTheLine()
    {
        var report = await ImportBytesAsync(Encoding.Latin1.GetBytes(Leeds + "\n" + Paris + "\n"));
        Assert.Equal("Line 2: not in UTF-8.", Assert.Single(report.Problems).ToString());
    }

    [Fact]
    public async Task Import_Utf16OrEmptyOrHugeLine_IsRefused()
    {
        Assert.NotEmpty((await ImportBytesAsync(Encoding.BigEndianUnicode.GetBytes(Leeds))).Problems);
        Assert.Equal("Line 1: the file is empty.", Assert.Single((await ImportBytesAsync([])).Problems).ToString());
        Assert.Contains("not a postal code", Assert.Single((await ImportAsync(Leeds.Replace("LS1 4AP", new string('1', 100_000), StringComparison.Ordinal))).Problems).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ManyBadRows_NamesTheFirstOnes() =>
        Assert.Equal(20, (await ImportAsync([.. Enumerable.Repeat("bad", 1000)])).Problems.Count);

    private async Task<Place> FoundAsync(string text, string home, PlaceMatch match = PlaceMatch.PostalCode)
    {
        var found = Assert.IsType<PlaceAnswer.Found>(await FindAsync(text, home));
        Assert.Equal(match, found.Match);
        return found.Place;
    }

    private Task<PlaceAnswer> FindAsync(string text, string home) =>
        places.Lookup.FindAsync(database.Public, text, home, TestContext.Current.CancellationToken);

    private Task<PostalCodeReport> ImportAsync(params string[] lines) => ImportBytesAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"));

    private async Task<PostalCodeReport> ImportBytesAsync(byte[] content)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
            return await PostalCodes.ImportAsync(database.Owner, places.Gazetteer, file, TestContext.Current.CancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
