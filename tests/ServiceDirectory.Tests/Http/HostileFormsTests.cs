using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Guides;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Permissions;
using ServiceDirectory.Tests.Places;

namespace ServiceDirectory.Tests.Http;

/// <summary>
/// Every form that a member can see, as the page shows it, with one field after the other filled with what nobody should type. A volunteer
/// mistypes and pastes; an account can be stolen. The answer is a page, a way to one, or a refusal; never a fault.
/// </summary>
public sealed class HostileFormsTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    private static readonly int s_valuesOfAField = FullRun.IsAsked ? 2 : 1;

    private static readonly ServiceState[] s_states = [ServiceState.Working, ServiceState.InReview, ServiceState.Listed];

    private DirectoryLogins Logins => members.World.Database.Logins;

    [Fact, Property(28)]
    public async Task Every_Form_OfMembers_TakesEveryValue_InEveryField()
    {
        var wrong = new StringBuilder();
        HashSet<string> forms = [];
        int sent = 0;
        foreach (string route in Routes())
        {
            foreach (var state in !route.Contains("{entry}", StringComparison.Ordinal) ? [default] : FullRun.IsAsked ? s_states : Chosen(route, s_states, 1))
            {
                // What a form does to an entry or a seat stays with this page.
                var union = await members.World.Database.Given.SexWorkerLedAsync("Lantern Union (demo)");
                var own = route.Contains("{entry}", StringComparison.Ordinal) ? await EntryAsync(union, state) : "";
                string address = route.Replace("{organisation}", union.Code, StringComparison.Ordinal).Replace("{entry}", own, StringComparison.Ordinal)
                    .Replace("{guide}", await new GuideDesk(Logins).RowAsync(union), StringComparison.Ordinal);
                using var somebody = await Seated.InAsync(members, union, ActorRole.Reviewer, ActorRole.Proposer, ActorRole.Coordinator, ActorRole.Panel);
                using var shown = await somebody.Browser.ReadAsync(address);
                if (shown.StatusCode != HttpStatusCode.OK || shown.Content.Headers.ContentType?.MediaType != "text/html")
                    continue;
                var page = await shown.PageAsync(HttpStatusCode.OK);
                int count = page.QuerySelectorAll("main form[method=post]").Length;
                for (int at = 0; at < count; at++)
                {
                    page.QuerySelectorAll("main form[method=post]")[at].SetAttribute("data-at", at.ToString(CultureInfo.InvariantCulture));
                    var form = Form.On(page, address, $"main form[data-at='{at}']");
                    forms.Add($"{route} {at}");
                    foreach (string field in form.Names)
                    {
                        foreach (string value in Chosen($"{route} {state} {field}", HostileValues.All, s_valuesOfAField))
                        {
                            using var answer = await form.SendWithAsync(somebody.Browser, field, value);
                            sent++;
                            if ((int)answer.StatusCode >= 500)
                                wrong.AppendLine(CultureInfo.InvariantCulture, $"{answer.StatusCode} {address} {field}={value[..Math.Min(60, value.Length)]}");
                            else if (answer.Content.Headers.ContentType?.MediaType == "text/html" && (await answer.PageAsync(answer.StatusCode)).QuerySelectorAll("[data-x]").Length > 0)
                                wrong.AppendLine(CultureInfo.InvariantCulture, $"an element of ours: {address} {field}={value}");
                        }
                    }
                }
            }
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
        Assert.True(forms.Count > 30 && sent > 200, $"{forms.Count} forms, {sent} requests.");
    }

    private IEnumerable<string> Routes() => members.Program.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page && page.ViewEnginePath.StartsWith("/Curate/", StringComparison.Ordinal))
        .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/')).Distinct(StringComparer.Ordinal);

    private async Task<string> EntryAsync(Core.Organisations.Organisation union, ServiceState state)
    {
        var desk = new ListingDesk(Logins, places);
        var entry = await desk.WriteAsync(by: union);
        if (state == ServiceState.InReview)
            await desk.ProposeAsync(entry);
        if (state == ServiceState.Listed)
        {
            foreach (string name in new[] { "One (demo)", "Two (demo)" })
                await desk.ApproveAsync(entry, await members.World.Database.Given.SexWorkerLedAsync(name));
        }

        return entry.Code;
    }

    private static T[] Chosen<T>(string by, IReadOnlyList<T> from, int count)
    {
        var random = new Random(by.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter)));
        return Enumerable.Range(0, count).Select(_ => from[random.Next(from.Count)]).Distinct().ToArray();
    }
}
