using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Guides;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Tests.Permissions;

/// <summary>
/// Every page for members of organisations × every role × own, related, running and other organisation × every state of an entry: it opens
/// where the table says so, and is not there where it does not. A full run asks for all of it; everyday each page is asked for by each organisation
/// once with each outcome that it has there, by another role each time.
/// </summary>
[Property(79), Property(80)]
public sealed class PermissionMatrixTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => members.World.Database.Logins;

    [Fact]
    public async Task EveryPage_OpensForWhomTheTableSays_AndForNobodyElse()
    {
        var given = members.World.Database.Given;
        var keeper = await given.SexWorkerLedAsync("Lantern Union (demo)");
        var related = await given.SexWorkerLedAsync("Lantern School (demo)");
        await given.RelatedAsync(keeper, related);
        var other = await given.SexWorkerLedAsync("Harbour Collective (demo)");
        var lapsed = await given.SexWorkerLedAsync("Old Mill Peers (demo)");
        await given.VouchedUntilAsync(lapsed, Given.Today.PlusDays(-1));
        var allied = await given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);
        var runs = await given.OrganisationAsync("Valley Trust (demo)", OrganisationKind.Provider);
        var school = await given.OrganisationAsync("School (demo)", OrganisationKind.Educator);
        Dictionary<ServiceState, string> entries = [];
        foreach (var state in FullRun.IsAsked ? Enum.GetValues<ServiceState>() : [ServiceState.Working, ServiceState.InReview, ServiceState.Listed, ServiceState.Declined])
            entries[state] = await EntryAsync(keeper, runs, state);

        // Each has a guide of its own; who may not write has none, and no page of it either.
        Dictionary<Organisation, string> guides = [];
        foreach (var organisation in new[] { keeper, related, other, lapsed, allied, runs, school })
            guides[organisation] = await new GuideDesk(Logins).RowAsync(organisation);

        var wrong = new StringBuilder();
        var pages = await PagesAsync();
        HashSet<string> outcomes = [];
        int asked = 0, turn = 0;
        foreach (var organisation in new[] { keeper, related, other, lapsed, allied, runs, school })
        {
            bool hasVoice = organisation.Kind == OrganisationKind.SexWorkerLed && organisation != lapsed;
            List<(ActorRole Role, Seated Who)> people = [];
            foreach (var role in OrganisationRoles.Of(organisation.Kind))
                people.Add((role, await Seated.InAsync(members, organisation, role)));
            foreach (var (route, model) in pages)
            {
                // Another one begins at each page.
                turn++;
                List<(ActorRole Role, Seated Who)> inTurn = [.. people.Skip(turn % people.Count), .. people.Take(turn % people.Count)];
                // Somebody else's seat is never there.
                var others = organisation == other ? keeper : other;
                string foreign = route.Replace("{organisation}", others.Code, StringComparison.Ordinal).Replace("{entry}", entries[ServiceState.Listed], StringComparison.Ordinal)
                    .Replace("{guide}", guides[others], StringComparison.Ordinal);
                foreach (var (role, somebody) in FullRun.IsAsked ? inTurn : inTurn[..1])
                    Note(HttpStatusCode.NotFound, await AskAsync(somebody, HttpMethod.Get, foreign), organisation, role, foreign);
                foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post }.Where(method => HasHandler(model, method)))
                {
                    var needed = PermissionFilter.DeedOf(model, method.Method);
                    if (needed is null)
                        wrong.AppendLine(CultureInfo.InvariantCulture, $"{route} says not what it needs.");
                    foreach (var (state, code) in route.Contains("{entry}", StringComparison.Ordinal) ? entries.Skip(turn % entries.Count).Concat(entries.Take(turn % entries.Count)) : [new(default, "")])
                    {
                        if (needed is not { } deed)
                            break;
                        string address = route.Replace("{organisation}", organisation.Code, StringComparison.Ordinal).Replace("{entry}", code, StringComparison.Ordinal)
                            .Replace("{guide}", guides[organisation], StringComparison.Ordinal);
                        var answers = inTurn.ConvertAll(one => (one.Role, one.Who, Expected: code.Length == 0
                            ? Expected(PermissionTable.Find(one.Who.Seat, deed, hasVoice) is not null, false)
                            : OfEntry(one.Who.Seat, deed, Standing(organisation, state, code), hasVoice)));
                        bool opensToSome = answers.Exists(one => one.Expected is null);
                        foreach (var (role, somebody, expected) in answers)
                        {
                            // Everyday once with each outcome that the page has for the organisation: somebody to whom it opens, somebody who lacks the role
                            // of those to whom it does, and whoever meets it when it opens to none of them.
                            if (FullRun.IsAsked || outcomes.Add($"{organisation.Code} {method} {route} {expected} {opensToSome}"))
                                Note(expected, await AskAsync(somebody, method, address), organisation, role, code.Length == 0 ? $"{method} {address}" : $"{method} {address} ({state})");
                        }
                    }
                }
            }

            people.ForEach(one => one.Who.Dispose());
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.True(asked > 100, $"Only {asked} were asked.");

        EntryStanding Standing(Organisation organisation, ServiceState state, string code) => new(
            Guid.Empty, code, state, keeper.Id,
            organisation == keeper ? Relation.Own : organisation == runs ? Relation.Runs : organisation == related ? Relation.Related : Relation.Other,
            IsTied: organisation == runs);

        void Note(HttpStatusCode? expected, HttpResponseMessage answer, Organisation organisation, ActorRole role, string what)
        {
            asked++;
            // An opened page may refuse what was sent, as nothing was; it may not be missing.
            bool isRight = expected is { } exactly ? answer.StatusCode == exactly : answer.StatusCode is not HttpStatusCode.NotFound && (int)answer.StatusCode < 500;
            if (!isRight)
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{EnumSlug.Of(role)} of {organisation.Name.OriginalWords}: {what} answers {(int)answer.StatusCode} instead of {(expected is null ? "opening" : (int)expected)}.");
            answer.Dispose();
        }
    }

    private static bool HasHandler(Type model, HttpMethod method) =>
        model.GetMethods().Any(handler => handler.Name.StartsWith($"On{method.Method}", StringComparison.OrdinalIgnoreCase));

    /// <summary>What a page of an entry answers; null: it opens.</summary>
    private static HttpStatusCode? OfEntry(Seat seat, Deed deed, EntryStanding entry, bool hasVoice) => Expected(
        PermissionTable.Find(seat, deed, entry, hasVoice) is not null,
        deed != Deed.ReadEntry && PermissionTable.MayInAnotherState(seat, deed, entry, hasVoice) && PermissionTable.Find(seat, Deed.ReadEntry, entry, hasVoice) is not null);

    /// <summary>Null: it opens.</summary>
    private static HttpStatusCode? Expected(bool opens, bool opensInAnotherState) =>
        opens ? null : opensInAnotherState ? HttpStatusCode.SeeOther : HttpStatusCode.NotFound;

    private static Task<HttpResponseMessage> AskAsync(Seated somebody, HttpMethod method, string address) => somebody.Browser.SendAsync(
        new HttpRequestMessage(method, new Uri(address, UriKind.Relative)) { Content = method == HttpMethod.Post ? new FormUrlEncodedContent([]) : null }, Stop);

    /// <summary>An entry in a state as the database keeps it, however it came there.</summary>
    private async Task<string> EntryAsync(Organisation keeper, Organisation runs, ServiceState state)
    {
        var clinic = Sample.Clinic();
        var written = await new ListingDesk(Logins, places).WriteAsync(clinic with { Provider = clinic.Provider with { OrganisationId = runs.Id } }, keeper);
        await Logins.Owner.RunAsync("update directory.service set state = $2 where id = $1", written.ServiceId, EnumSlug.Of(state));
        return written.Code;
    }

    private async Task<IReadOnlyList<(string Route, Type Model)>> PagesAsync()
    {
        var loader = members.Program.Services.GetRequiredService<PageLoader>();
        List<(string, Type)> pages = [];
        foreach (var endpoint in members.Program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page && page.ViewEnginePath.StartsWith("/Curate/", StringComparison.Ordinal))
                pages.Add(("/" + endpoint.RoutePattern.RawText!.TrimStart('/'), (await loader.LoadAsync(page, endpoint.Metadata)).ModelTypeInfo!));
        }

        return pages;
    }
}
