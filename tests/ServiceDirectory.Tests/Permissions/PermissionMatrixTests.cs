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
/// where the table says so, and is not there where it does not.
/// </summary>
[Property(79)]
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
        int asked = 0, turn = 0;
        foreach (var organisation in new[] { keeper, related, other, lapsed, allied, runs, school })
        {
            foreach (var role in OrganisationRoles.Of(organisation.Kind))
            {
                using var somebody = await Seated.InAsync(members, organisation, role);
                bool hasVoice = organisation.Kind == OrganisationKind.SexWorkerLed && organisation != lapsed;
                foreach (var (route, model) in await PagesAsync())
                {
                    // Somebody else's seat is never there.
                    var others = organisation == other ? keeper : other;
                    string foreign = route.Replace("{organisation}", others.Code, StringComparison.Ordinal).Replace("{guide}", guides[others], StringComparison.Ordinal);
                    Note(HttpStatusCode.NotFound, await AskAsync(somebody, HttpMethod.Get, foreign.Replace("{entry}", entries[ServiceState.Listed], StringComparison.Ordinal)), organisation, role, foreign);
                    foreach (var (state, code) in route.Contains("{entry}", StringComparison.Ordinal) ? Tried(entries, turn++) : [new(default, "")])
                    {
                        string address = route.Replace("{organisation}", organisation.Code, StringComparison.Ordinal).Replace("{entry}", code, StringComparison.Ordinal)
                            .Replace("{guide}", guides[organisation], StringComparison.Ordinal);
                        // A page that takes no form says so to everybody (405).
                        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post }.Where(method => HasHandler(model, method)))
                        {
                            // A page without a form refuses one from everybody, whoever it belongs to.
                            if (model.GetMethods().All(handler => !handler.Name.StartsWith($"On{method.Method}", StringComparison.OrdinalIgnoreCase)))
                                Note(HttpStatusCode.MethodNotAllowed, await AskAsync(somebody, method, address), organisation, role, $"{method} {address}");
                            else if (PermissionFilter.DeedOf(model, method.Method) is not { } deed)
                                wrong.AppendLine(CultureInfo.InvariantCulture, $"{route} says not what it needs.");
                            else if (code.Length == 0)
                                Note(Expected(PermissionTable.Find(somebody.Seat, deed, hasVoice) is not null, false), await AskAsync(somebody, method, address), organisation, role, $"{method} {address}");
                            else
                                await EntryNoteAsync(somebody, deed, Standing(organisation, state, code), hasVoice, method, address);
                        }
                    }
                }

                async Task EntryNoteAsync(Seated who, Deed deed, EntryStanding entry, bool voice, HttpMethod method, string address) => Note(
                    Expected(
                        PermissionTable.Find(who.Seat, deed, entry, voice) is not null,
                        deed != Deed.ReadEntry && PermissionTable.MayInAnotherState(who.Seat, deed, entry, voice) && PermissionTable.Find(who.Seat, Deed.ReadEntry, entry, voice) is not null),
                    await AskAsync(who, method, address), organisation, role, $"{method} {address} ({entry.State}, {entry.Relation})");
            }
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

    /// <summary>In a full run each state with each page, role and organisation; everyday the next one of them each time.</summary>
    private static IReadOnlyList<KeyValuePair<ServiceState, string>> Tried(Dictionary<ServiceState, string> entries, int turn) =>
        FullRun.IsAsked ? [.. entries] : [entries.ElementAt(turn % entries.Count)];

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
