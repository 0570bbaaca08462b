using System.Globalization;
using System.Net;
using System.Xml.Linq;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.HandedOn;

/// <summary>A square leads to a page of this site, and nowhere else.</summary>
public sealed class SquareTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private static string Address(string of) => "/qr.svg?for=" + Uri.EscapeDataString(of);

    [Theory]
    [InlineData("/")]
    [InlineData("/search?need=4&place=2644688")]
    [InlineData("/ar/list?s=abc123,def456")]
    [InlineData("/search?q=%D9%85%D8%AD%D8%A7%D9%85")]
    public async Task Get_AddressOfOurs_IsReadBack(string address)
    {
        using var answer = await _browser.ReadAsync(Address(address));
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        var drawing = XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root!;
        int size = int.Parse(drawing.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
        Assert.Equal("https://localhost" + address, ReadSquare.OfPath(size, drawing.Elements().Last().Attribute("d")!.Value));
    }

    [Fact]
    public async Task Get_FiftyCodes_FitInASquareThatAPhoneReads()
    {
        string address = "/list?s=" + string.Join(',', Enumerable.Range(0, 50).Select(i => $"abc{i:000}"));
        using var answer = await _browser.ReadAsync(Address(address));
        var drawing = XDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Root!;
        int size = int.Parse(drawing.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
        // On 45 mm each square of it is over half a millimetre.
        Assert.InRange(size, 21, 89);
        Assert.Equal("https://localhost" + address, ReadSquare.OfPath(size, drawing.Elements().Last().Attribute("d")!.Value));
    }

    [Theory, Property(35)]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/x\\y")]
    [InlineData("evil")]
    [InlineData("")]
    [InlineData("/a\tb")]
    [InlineData("/a\nb")]
    [InlineData("/a b")]
    [InlineData("/é")]
    [InlineData("javascript:alert(1)")]
    public async Task Get_AnythingElse_Is400(string address)
    {
        using var answer = await _browser.ReadAsync(Address(address));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Get_TwoNoneOrTooLong_Is400()
    {
        foreach (string address in new[] { "/qr.svg", "/qr.svg?for=/&for=/about", Address("/" + new string('a', 1_000)) })
        {
            using var answer = await _browser.ReadAsync(address);
            Assert.Equal((address, HttpStatusCode.BadRequest), (address, answer.StatusCode));
        }
    }
}
