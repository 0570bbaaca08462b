using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Npgsql;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Hsds;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Hsds;

/// <summary>
/// Open data by HSDS 3.2.3 (docs/hsds.md): for other directories and for whoever makes something of it. It reads what is published, as the
/// public, and only of entries that said yes. It changes nothing and keeps nothing of who asks.
/// </summary>
internal static class HsdsEndpoints
{
    private const string Version = "3.2.3";

    public static void AddHsds(this IServiceCollection services) => services.AddSingleton(provider => new HsdsReader(
        provider.GetRequiredKeyedService<NpgsqlDataSource>(Login.Public), provider.GetRequiredService<DirectoryCatalogue>()));

    public static void MapHsds(this IEndpointRouteBuilder app)
    {
        Map(app, HsdsRoute.About_, AboutAsync);
        Map(app, HsdsRoute.Description, DescribeAsync);
        Map(app, HsdsRoute.Services, ServicesAsync);
        Map(app, HsdsRoute.Service, (asked, id) => OneAsync(asked, data => data.ServiceAsync(id, asked.Stop)));
        Map(app, HsdsRoute.Organizations, OrganizationsAsync);
        Map(app, HsdsRoute.Organization, (asked, id) => OneAsync(asked, data => data.OrganizationAsync(id, asked.Question.FullService ? HsdsServicesOf.Whole : HsdsServicesOf.Names, asked.Stop)));
        Map(app, HsdsRoute.ServicesAtLocations, DoorsAsync);
        Map(app, HsdsRoute.ServiceAtLocation, (asked, id) => OneAsync(asked, data => data.DoorAsync(id, asked.Stop)));
        Map(app, HsdsRoute.Taxonomies, TaxonomiesAsync);
        Map(app, HsdsRoute.Taxonomy, (asked, id) => OneAsync(asked, data => Task.FromResult(data.Terms.Taxonomies.FirstOrDefault(one => one.Id == id))));
        Map(app, HsdsRoute.Terms, TermsAsync);
        Map(app, HsdsRoute.Term, (asked, id) => OneAsync(asked, data => Task.FromResult(data.Terms.All.FirstOrDefault(one => one.Id == id))));
        Map(app, HsdsRoute.AllServices, AllServicesAsync);
        Map(app, HsdsRoute.Package, PackageAsync);
    }

    private static void Map(IEndpointRouteBuilder app, HsdsRoute route, Func<Asked, Task> answer) => app.MapMethods(route.Pattern, route.Methods, async context =>
    {
        if (await AskedAsync(context, route) is { } asked)
            await answer(asked);
    }).AllowAnonymous();

    /// <summary>What is no UUID names nothing, as one that nothing has.</summary>
    private static void Map(IEndpointRouteBuilder app, HsdsRoute route, Func<Asked, Guid, Task> answer) => Map(app, route, asked =>
        Guid.TryParseExact(asked.Context.Request.RouteValues["id"] as string, "D", out var id) ? answer(asked, id) : HsdsProblem.NotFound.WriteAsync(asked.Context));

    private static async Task<Asked?> AskedAsync(HttpContext context, HsdsRoute route)
    {
        var services = context.RequestServices;
        var options = services.GetRequiredService<IOptions<DirectoryOptions>>().Value;
        var places = services.GetRequiredService<PlaceFinder>();
        var question = await HsdsQuestion.ReadAsync(route, context.Request, services.GetRequiredService<DirectoryCatalogue>(), places, options.HomeCountry);
        if (question.Wrong is null)
            return new Asked(context, question, places, options);
        await question.Wrong.WriteAsync(context);
        return null;
    }

    private static async Task AboutAsync(Asked asked)
    {
        bool isInvented = await asked.Context.RequestServices.GetRequiredService<DemoMark>().IsSetAsync(asked.Stop);
        string guide = $"{asked.Site}/about#open-data";
        await HsdsAnswer.WriteAsync(
            asked.Context,
            new
            {
                Version,
                Profile = guide,
                OpenapiUrl = $"{asked.Site}{HsdsRoute.Description.Pattern}",
                Description = $"{(isInvented ? "Invented entries, for trying things out. " : "")}Services that community organisations checked and that agreed to be passed on.",
                DataGuide = guide,
                Publisher = new { Name = asked.Options.RunBy ?? asked.Options.Name, Website = asked.Site },
                License = asked.Options.OpenDataLicence is { } licence ? new { Name = licence, Url = asked.Options.OpenDataLicenceAddress } : null,
            },
            isLooking: false);
    }

    private static Task DescribeAsync(Asked asked) => HsdsAnswer.WriteAsync(asked.Context, HsdsOpenApi.Write(asked.Options, asked.Site), isLooking: false);

    private static async Task ServicesAsync(Asked asked)
    {
        var (question, filter) = (asked.Question, asked.Question.Filter);
        await using var data = await asked.OpenAsync();
        if (question.IsStream && question.Minimal)
            await StreamAsync(asked, data, StubsAsync(data, filter, asked.Stop));
        else if (question.IsStream)
            await StreamAsync(asked, data, Each(data.AllServicesAsync(filter, asked.Stop), service => question.Full ? service : service.Brief()));
        else if (question.Minimal)
            await PageAsync(asked, await data.StubsAsync(filter, question.Skip, question.PerPage, asked.Stop), await data.CountServicesAsync(filter, asked.Stop));
        else
            await PageAsync(asked, Of(await data.ServicesAsync(filter, question.Skip, question.PerPage, asked.Stop), service => question.Full ? service : service.Brief()), await data.CountServicesAsync(filter, asked.Stop));
    }

    private static async Task OrganizationsAsync(Asked asked)
    {
        var (question, filter) = (asked.Question, asked.Question.Filter);
        var services = question.FullService ? HsdsServicesOf.Whole : question.Full ? HsdsServicesOf.Names : HsdsServicesOf.None;
        await using var data = await asked.OpenAsync();
        if (question.IsStream)
            await StreamAsync(asked, data, data.AllOrganizationsAsync(filter, services, asked.Stop));
        else
            await PageAsync(asked, await data.OrganizationsAsync(filter, question.Skip, question.PerPage, services, asked.Stop), await data.CountOrganizationsAsync(filter, asked.Stop));
    }

    private static async Task DoorsAsync(Asked asked)
    {
        var (question, filter) = (asked.Question, asked.Question.Filter);
        await using var data = await asked.OpenAsync();
        if (question.IsStream)
            await StreamAsync(asked, data, Each(data.AllDoorsAsync(filter, asked.Stop), door => question.Full ? door : door.Brief()));
        else
            await PageAsync(asked, Of(await data.DoorsAsync(filter, question.Skip, question.PerPage, asked.Stop), door => question.Full ? door : door.Brief()), await data.CountDoorsAsync(filter, asked.Stop));
    }

    private static async Task TaxonomiesAsync(Asked asked)
    {
        await using var data = await asked.OpenAsync();
        await ListAsync(asked, data, [.. data.Terms.Taxonomies.Where(one => Says(asked.Question.Search, one.Name, one.Description))]);
    }

    private static async Task TermsAsync(Asked asked)
    {
        var question = asked.Question;
        await using var data = await asked.OpenAsync();
        await ListAsync(asked, data,
        [
            .. data.Terms.All.Where(term => Says(question.Search, term.Name, term.Description, term.Code)
                && (question.Taxonomy is null || term.TaxonomyId == question.Taxonomy)
                && (!question.TopOnly || term.ParentId is null)
                && (question.Parent is null || term.ParentId == question.Parent)),
        ]);
    }

    private static async Task AllServicesAsync(Asked asked)
    {
        await using var data = await asked.OpenAsync();
        await HsdsAnswer.StreamAsync(asked.Context, HsdsRoute.Json, await data.StampAsync(asked.Stop), (body, stop) => HsdsExport.WriteJsonAsync(data, body, null, stop));
    }

    private static async Task PackageAsync(Asked asked)
    {
        await using var data = await asked.OpenAsync();
        asked.Context.Response.Headers.ContentDisposition = "attachment; filename=\"package.zip\"";
        await HsdsAnswer.StreamAsync(asked.Context, HsdsRoute.Zip, await data.StampAsync(asked.Stop), (body, stop) => HsdsExport.WriteZipAsync(data, asked.Options, body, null, stop));
    }

    private static async Task OneAsync<T>(Asked asked, Func<HsdsData, Task<T?>> read)
        where T : class
    {
        await using var data = await asked.OpenAsync();
        if (await read(data) is { } one)
            await HsdsAnswer.WriteAsync(asked.Context, one, isLooking: false);
        else
            await HsdsProblem.NotFound.WriteAsync(asked.Context);
    }

    private static Task PageAsync<T>(Asked asked, IReadOnlyList<T> contents, long total) =>
        HsdsAnswer.WriteAsync(asked.Context, HsdsPages.Of(contents, total, asked.Question.Page, asked.Question.PerPage), asked.Question.IsLooking);

    private static Task ListAsync<T>(Asked asked, HsdsData data, IReadOnlyList<T> all) => asked.Question.IsStream
        ? StreamAsync(asked, data, all.ToAsyncEnumerable())
        : PageAsync(asked, [.. all.Skip((int)Math.Min(asked.Question.Skip, int.MaxValue)).Take(asked.Question.PerPage)], all.Count);

    private static async Task StreamAsync<T>(Asked asked, HsdsData data, IAsyncEnumerable<T> all)
    {
        // What a vocabulary says is in the stamp by its version alone, and by that of the program.
        string? stamp = asked.Question.IsLooking ? null : $"{await data.StampAsync(asked.Stop)} {asked.Context.Request.Path}{asked.Context.Request.QueryString}";
        await HsdsAnswer.StreamAsync(asked.Context, HsdsRoute.Lines, stamp, (body, stop) => HsdsExport.WriteLinesAsync(all, body, null, stop));
    }

    private static async IAsyncEnumerable<HsdsStub> StubsAsync(HsdsData data, HsdsFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (long skip = 0; ; skip += HsdsParameter.MostStubs)
        {
            var stubs = await data.StubsAsync(filter, skip, HsdsParameter.MostStubs, cancellation);
            foreach (var stub in stubs)
                yield return stub;
            if (stubs.Count < HsdsParameter.MostStubs)
                yield break;
        }
    }

    private static async IAsyncEnumerable<T> Each<T>(IAsyncEnumerable<T> all, Func<T, T> change)
    {
        await foreach (var one in all)
            yield return change(one);
    }

    private static List<T> Of<T>(IReadOnlyList<T> all, Func<T, T> change) => [.. all.Select(change)];

    private static bool Says(string? words, params ReadOnlySpan<string> texts)
    {
        if (words is null)
            return true;
        foreach (string text in texts)
        {
            if (text.Contains(words, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>A question that can be answered.</summary>
    private sealed record Asked(HttpContext Context, HsdsQuestion Question, PlaceFinder Places, DirectoryOptions Options)
    {
        public CancellationToken Stop => Context.RequestAborted;

        /// <summary>The address of the site as it was asked for, onion or not.</summary>
        public string Site => Context.Site();

        public async Task<HsdsData> OpenAsync()
        {
            await Places.ReadyAsync(Stop);
            var now = Context.RequestServices.GetRequiredService<TimeProvider>().Now();
            return await Context.RequestServices.GetRequiredService<HsdsReader>().OpenAsync(
                new HsdsPlaces(Places.Find, code => Places.InArea(code)?.Region?.Name, Places.HidingArea), now, Stop);
        }
    }
}
