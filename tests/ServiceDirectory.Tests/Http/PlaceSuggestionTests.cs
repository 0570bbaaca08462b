using System.Net;
using System.Net.Http.Json;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Http;

/// <summary>What is offered while somebody types a place: quick, calm, and in no address.</summary>
public sealed class PlaceSuggestionTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    private readonly HttpClient _browser = world.Browser();

    private static async Task<string[]> SuggestAsync(HttpClient browser, string typed, string address = "/places")
    {
        using var answer = await browser.SubmitAsync(address, ("near", typed));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(["no-store"], answer.Header("Cache-Control"));
        Assert.Empty(answer.Header("Set-Cookie"));
        return (await answer.Content.ReadFromJsonAsync<string[]>(TestContext.Current.CancellationToken))!;
    }

    [Fact]
    public async Task Post_TheBeginningOfAName_OffersPlaces_ThoseOfTheHomeCountryFirst()
    {
        var british = await SuggestAsync(_browser, "birmi");
        Assert.Equal("Birmingham, England, United Kingdom", british[0]);
        Assert.Contains("Birmingham, Alabama, United States", british);
        await using var american = world.Start(world.With(("Directory:HomeCountry", "US")));
        using var browser = american.CreateClient();
        Assert.StartsWith("Birmingham, Alabama", (await SuggestAsync(browser, "birmi"))[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LEED", "Leeds, England, United Kingdom")]
    [InlineData("лондо", "London, England, United Kingdom")]
    [InlineData("لند", "London, England, United Kingdom")]
    [InlineData("münch", "Munich, Bavaria, Germany")]
    public async Task Post_InAnyScript_IsUnderstood(string typed, string place) => Assert.Contains(place, await SuggestAsync(_browser, typed));

    [Theory]
    [InlineData("s")]
    [InlineData("sa")]
    [InlineData("san")]
    public async Task Post_WhatManyBeginWith_OffersSixAtMost(string typed) => Assert.InRange((await SuggestAsync(_browser, typed)).Length, 0, 6);

    [Fact]
    public async Task Post_WhatManyBeginWith_OffersSix() => Assert.Equal(6, (await SuggestAsync(_browser, "san")).Length);

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("?!")]
    [InlineData("qqqqxyz")]
    [InlineData("<b data-x>")]
    [InlineData("Leeds, England, United Kingdom, Earth")]
    public async Task Post_NoBeginning_OffersNothing(string typed) => Assert.Empty(await SuggestAsync(_browser, typed));

    [Fact]
    public async Task Post_WhatIsFarTooLong_OffersNothing()
    {
        Assert.Empty(await SuggestAsync(_browser, "Leeds".PadRight(PlaceText.MaxLength + 1, 's')));
        using var nothing = await _browser.PostAsync("/places", null, TestContext.Current.CancellationToken);
        Assert.Equal("[]", await nothing.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var json = await _browser.PostAsync("/places", JsonContent.Create(new { near = "Leeds" }), TestContext.Current.CancellationToken);
        Assert.Equal("[]", await json.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        using var huge = await _browser.SubmitAsync("/places", ("near", new string('a', 70_000)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, huge.StatusCode);
    }

    [Fact, Property(29)]
    public async Task Post_TextThatIsNone_Is400()
    {
        using var answer = await _browser.SubmitAsync("/places", ("near", "Lee\0ds"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Post_UnderALanguage_NamesCountriesInIt()
    {
        Assert.Equal("Leeds, England, Reino Unido", (await SuggestAsync(_browser, "leeds", "/es/places"))[0]);
        Assert.EndsWith($", {CountryNames.Of("GB", "ar")}", (await SuggestAsync(_browser, "leeds", "/ar/places"))[0], StringComparison.Ordinal);
        foreach (string language in new[] { "", "/es", "/ar" })
            Assert.Equal($"{language}/places", (await _browser.PageAsync($"{language}/")).QuerySelector("#near")!.GetAttribute("data-suggest-from"));
    }

    [Fact]
    public async Task Post_ManyTimes_IsNeverRefused()
    {
        await using var program = world.Start(new AppFactory(world.Database.Logins, new SteppedClock()));
        using var browser = new HttpClient(program.Server.CreateHandler(context => context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7"))) { BaseAddress = new Uri("https://localhost") };
        for (int i = 0; i < 60; i++)
            Assert.NotEmpty(await SuggestAsync(browser, "leeds"));
        // Nor does typing use up the searches that follow it.
        using var search = await browser.ReadAsync("/search?within=x");
        Assert.Equal(HttpStatusCode.BadRequest, search.StatusCode);
    }

    [Fact]
    public async Task Post_WithTheDatabaseAway_StillAnswers()
    {
        await using var program = world.Start(AppFactory.WithBrokenPublicLogin(world.Database.Logins));
        using var browser = program.CreateClient(new() { BaseAddress = new Uri("https://localhost") });
        Assert.Equal("Leeds, England, United Kingdom", (await SuggestAsync(browser, "leeds"))[0]);
    }

    [Theory]
    [InlineData("/places")]
    [InlineData("/places?near=leeds")]
    [InlineData("/es/places")]
    public async Task Get_WhatIsOnlySent_Is405(string address)
    {
        using var answer = await _browser.ReadAsync(address);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.DoesNotContain("Leeds", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
