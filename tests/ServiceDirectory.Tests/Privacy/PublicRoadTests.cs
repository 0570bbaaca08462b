using System.Net;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Tests.Http;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Pages;

namespace ServiceDirectory.Tests.Privacy;

/// <summary>
/// Public pages know one road to the database, the role that can read what is published and nothing else; the command line, which
/// works for organisations, does not need that road. Seen by taking one password away at a time.
/// </summary>
[Property(86)]
public sealed class PublicRoadTests(PublicWorld world) : IClassFixture<PublicWorld>
{
    [Fact]
    public async Task Pages_WithoutTheAppsLogin_AnswerAsAlways()
    {
        var login = Broken(Login.Directory);
        await using var program = world.Start(world.With(("ConnectionStrings:Directory", login)));
        using var alone = program.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false, BaseAddress = new Uri("https://localhost") });
        using var always = world.Browser();
        int read = 0;
        foreach (var address in Addresses())
        {
            using var expected = await always.ReadAsync(address);
            using var answer = await alone.ReadAsync(address);
            Assert.True(expected.StatusCode == answer.StatusCode, $"{address}: {(int)answer.StatusCode} instead of {(int)expected.StatusCode}");
            if (answer.StatusCode is HttpStatusCode.OK)
                read++;
        }

        Assert.True(read >= 8);
    }

    [Fact]
    public async Task CommandLine_WithoutThePublicLogin_Works()
    {
        await world.Database.Owner.RunAsync("insert into published.gazetteer (version) select 'no town' where not exists (select from published.gazetteer)");
        var cli = new Infrastructure.CommandLine(new DirectoryLogins(Settings(Login.Public)));
        var code = await cli.SayAsync("organisation", "add", "--kind", "provider", "--name", "Quay Trust (demo)", "--country", "GB");
        Assert.Equal(1, await world.Database.App.OneAsync<long>("select count(*) from directory.organisation where code = $1", code));
    }

    [Fact]
    public async Task CommandLine_WithoutTheAppsLogin_DoesNot()
    {
        var answer = await new Infrastructure.CommandLine(new DirectoryLogins(Settings(Login.Directory)))
            .RunAsync("organisation", "add", "--kind", "provider", "--name", "Pier Trust (demo)", "--country", "GB");
        Assert.NotEqual(0, answer.Status);
    }

    private IEnumerable<string> Addresses() => world.Program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')
            .Replace("services/{code}", $"services/{world.Clinic.Code}", StringComparison.Ordinal)
            .Replace("organisations/{code}", $"organisations/{world.Provider.Code}", StringComparison.Ordinal)
            .Replace("{need}", "4", StringComparison.Ordinal))
        .Distinct()
        .Append("/search?need=4&near=Leeds").Append("/search?near=georgia").Append("/search?near=LS1").Append($"/services/{world.Gone.Code}").Append("/services/oldold");

    private string Broken(Login login) =>
        new NpgsqlConnectionStringBuilder(world.Database.Logins.Settings.Require(login)) { Password = "wrong" }.ConnectionString;

    private ConnectionSettings Settings(Login broken) => ConnectionSettings.Read(
        name => Enum.GetValues<Login>().Where(login => ConnectionSettings.Name(login) == name && world.Database.Logins.Settings.Has(login))
            .Select(login => login == broken ? Broken(login) : world.Database.Logins.Settings.Require(login)).FirstOrDefault(),
        secrets: "/nonexistent",
        start: null,
        Enum.GetValues<Login>());
}
