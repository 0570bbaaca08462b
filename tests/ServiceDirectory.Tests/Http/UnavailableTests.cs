using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Http;

/// <summary>The directory cannot be read: a calm word where it is needed, and everything else as always.</summary>
[Property(86)]
public sealed class UnavailableTests(CopyOfDatabase database) : IClassFixture<CopyOfDatabase>
{
    private static readonly WebApplicationFactoryClientOptions Options = new() { BaseAddress = new Uri("https://localhost"), AllowAutoRedirect = false };

    [Theory]
    [InlineData("/search")]
    [InlineData("/search?need=4&near=Leeds")]
    [InlineData("/search?place=2644688")]
    [InlineData("/services/abcdef")]
    [InlineData("/organisations/abcdef")]
    public async Task Get_WhatReadsTheDirectory_Is503(string address)
    {
        await using var program = AppFactory.WithBrokenPublicLogin(database.Logins);
        using var browser = program.CreateClient(Options);
        using var answer = await browser.ReadAsync(address);
        var page = await answer.PageAsync(HttpStatusCode.ServiceUnavailable);
        Assert.Equal("We cannot look this up right now", page.QuerySelector("h1")!.TextContent);
        Assert.NotEmpty(answer.Header("Retry-After"));
        Assert.Equal(["no-store"], answer.Header("Cache-Control"));
        Assert.NotNull(page.QuerySelector("a[href='/exit']"));
        Assert.DoesNotContain("password", page.Source.Text, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/needs")]
    [InlineData("/needs/4")]
    [InlineData("/about")]
    [InlineData("/site.css")]
    [InlineData("/robots.txt")]
    public async Task Get_WhatReadsNothing_StillAnswers(string address)
    {
        await using var program = AppFactory.WithBrokenPublicLogin(database.Logins);
        using var browser = program.CreateClient(Options);
        using var answer = await browser.ReadAsync(address);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
