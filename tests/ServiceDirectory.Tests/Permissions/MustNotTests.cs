using System.Globalization;
using System.Net;
using System.Text;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Listings.Warnings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Tests.Accounts;
using ServiceDirectory.Tests.Infrastructure;
using ServiceDirectory.Tests.Listings;
using ServiceDirectory.Tests.Places;
using static ServiceDirectory.Core.Audit.ActorRole;

namespace ServiceDirectory.Tests.Permissions;

/// <summary>
/// Who must not, by hand and out of the rules themselves: whatever the table of permissions says, these doors stay shut and no row changes.
/// The other half are ids in what is sent: of rows that belong to somebody else, or to another entry than that of the address.
/// </summary>
[Property(79)]
public sealed class MustNotTests(MembersWorld members, ShippedPlaces places) : IClassFixture<MembersWorld>
{
    /// <summary>Who, to what: a page below their own seat. <c>{draft}</c>, <c>{waits}</c> and <c>{listed}</c> are entries of another organisation.</summary>
    private static readonly (ActorRole Role, OrganisationKind Kind, string[] Pages)[] s_shut =
    [
        // Only reviewers judge and suspend; a proposer, a coordinator, a trainer do not.
        (Proposer, OrganisationKind.SexWorkerLed, ["{waits}/review", "{waits}/call-sheet", "{listed}/suspend", "{listed}/off", "{listed}/letter", "{listed}/small-change", "/notices", "/answers", "/rechecks"]),
        (Coordinator, OrganisationKind.SexWorkerLed, ["{waits}/review", "{listed}/suspend", "{listed}/small-change", "{listed}/evidence", "{listed}/edit/about", "{listed}/warn", "/notices", "/answers", "/rechecks"]),
        (Trainer, OrganisationKind.SexWorkerLed, ["{waits}/review", "{listed}/suspend", "{listed}/edit/about", "/members", "/council", "/council/own"]),
        // Only trainers train and certify; only who runs a service asks for its staff.
        (Reviewer, OrganisationKind.SexWorkerLed, ["/training", "/training/offers", "/training/ask", "/training/request", "/training/calendar"]),
        (Trainer, OrganisationKind.SexWorkerLed, ["/training/ask", "{draft}/certificate"]),
        (ProviderContact, OrganisationKind.Provider, ["/training/offers", "{listed}/certificate"]),
        (Coordinator, OrganisationKind.Provider, ["/training", "/training/ask", "/training/request"]),
        (Proposer, OrganisationKind.Allied, ["/training", "/training/offers", "{listed}/certificate"]),
        (Panel, OrganisationKind.SexWorkerLed, ["{waits}/review", "{listed}/suspend", "{listed}/edit/about", "/members", "/council"]),
        // Only a coordinator speaks for the organisation, and manages who works there.
        (Reviewer, OrganisationKind.SexWorkerLed, ["/members", "/council", "/council/admission", "/council/own", "/events", "{draft}", "{draft}/edit/about", "{draft}/history", "{draft}/review", "{draft}/preview"]),
        // Allied ones judge nothing, a provider sees and writes its own, a school keeps no entry, and who looks after the machine reads nothing.
        (Proposer, OrganisationKind.Allied, ["{waits}/review", "{listed}/suspend", "{listed}/letter", "{listed}/small-change", "/notices", "/answers", "/members", "/council", "{draft}"]),
        (Coordinator, OrganisationKind.Allied, ["/council", "/council/admission", "{waits}/review", "{listed}/suspend"]),
        (ProviderContact, OrganisationKind.Provider, ["{listed}", "{listed}/history", "{listed}/edit/about", "{listed}/evidence", "{listed}/review", "{listed}/suspend", "{listed}/warn", "{waits}", "{draft}", "/notices", "/council", "/members"]),
        (Coordinator, OrganisationKind.Educator, ["/entries", "/entries/new", "/import", "/council", "{listed}/edit/about", "{listed}/review"]),
        (TechnicalAdmin, OrganisationKind.SexWorkerLed, ["/entries", "/entries.csv", "/import", "/members", "/events", "/council", "{listed}", "{listed}/history", "{listed}/evidence", "{waits}/review", "{listed}/suspend"]),
    ];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private DirectoryLogins Logins => members.World.Database.Logins;

    private Given Given => members.World.Database.Given;

    [Fact]
    public async Task Shut_ForWhomTheRulesSay_AndNothingChanges()
    {
        var keeper = await Given.SexWorkerLedAsync("Lantern Union (demo)");
        var entries = await EntriesAsync(keeper);
        var wrong = new StringBuilder();
        foreach (var (role, kind, pages) in s_shut)
        {
            using var somebody = await Seated.InAsync(members, kind is OrganisationKind.SexWorkerLed ? await Given.SexWorkerLedAsync("Somebody (demo)") : await Given.OrganisationAsync("Somebody (demo)", kind), role);
            string before = await EverythingAsync();
            foreach (string page in pages)
            {
                string path = page.StartsWith('/') ? page : "/entries/" + entries.Aggregate(page, (made, entry) => made.Replace(entry.Key, entry.Value.Code, StringComparison.Ordinal));
                string address = $"/curate/{somebody.Seat.Code}{path}";
                using var got = await somebody.Browser.GetAsync(new Uri(address, UriKind.Relative), Stop);
                if (got.StatusCode is not HttpStatusCode.NotFound)
                    wrong.AppendLine(CultureInfo.InvariantCulture, $"{EnumSlug.Of(role)} of {EnumSlug.Of(kind)} reads {page}: {(int)got.StatusCode}");
                using var form = new FormUrlEncodedContent([new("do", "hand-in"), new("criterion", "4"), new("reason", "x"), new("role", "coordinator"), new("name", "x"), new("warn", "full"), new("word", "confirm")]);
                using var posted = await somebody.Browser.PostAsync(new Uri(address, UriKind.Relative), form, Stop);
                if (posted.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed))
                    wrong.AppendLine(CultureInfo.InvariantCulture, $"{EnumSlug.Of(role)} of {EnumSlug.Of(kind)} sends to {page}: {(int)posted.StatusCode}");
            }

            if (await EverythingAsync() != before)
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{EnumSlug.Of(role)} of {EnumSlug.Of(kind)} changed something.");
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    /// <summary>Everything that a body can name, of somebody else: the whole database is the same before and after.</summary>
    [Fact]
    public async Task Ids_OfOthersRows_ChangeNothing()
    {
        var (union, other) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        using var somebody = await Seated.InAsync(members, union, Reviewer, Proposer, Coordinator, Panel);
        using var theirs = await Seated.InAsync(members, other, Coordinator, Reviewer);
        string name = await Logins.Owner.OneAsync<string>("select name from directory.account where id = $1", theirs.AccountId);
        await Given.InvitedAsync(other, Instant.FromDateTimeOffset(members.Clock.GetUtcNow()), Proposer);
        var invitation = await Logins.Owner.OneAsync<Guid>("select id from directory.invitation where organisation_id = $1", other.Id);
        var welcomed = await Given.OrganisationAsync("Meridian Forum (demo)", OrganisationKind.Allied);
        var desk = new ListingDesk(Logins, places);
        var (one, another, draft) = (await desk.ListedAsync(), await desk.ListedAsync(), await desk.WriteAsync(by: other));
        Guid warning;
        await using (var context = members.World.Database.Context())
        {
            var service = new WarningService(context, _ => DateTimeZone.Utc);
            warning = (await service.WarnAsync(
                new WarnOfService(another.ServiceId, other.Id, WarningKind.Full, Instant.FromDateTimeOffset(members.Clock.GetUtcNow())), new Actor(other.Id, Reviewer), Stop))!.Value;
        }

        (string Page, string Field, string Value, HttpStatusCode[] Answers)[] tries =
        [
            ("/members", "withdraw", invitation.ToString(), [HttpStatusCode.NotFound]),
            ("/members", "member", name, [HttpStatusCode.NotFound, HttpStatusCode.BadRequest]),
            ("/members", "anew", name, [HttpStatusCode.NotFound]),
            ("/members", "confirm", name, [HttpStatusCode.BadRequest]),
            ("", "week=2026-11-30&member", name, [HttpStatusCode.NotFound]),
            ("/council/admission", "first", welcomed.Id.ToString(), [HttpStatusCode.BadRequest]),
            ("/council/own", "leave", other.Code, [HttpStatusCode.BadRequest]),
            ("/council", "kind=case&reason=x&about=" + other.Id + "&entry", draft.Code, [HttpStatusCode.BadRequest]),
            ($"/entries/{one.Code}/warn", "end", warning.ToString(), [HttpStatusCode.NotFound]),
            ($"/entries/{one.Code}", "other", "zzzzzz", [HttpStatusCode.BadRequest]),
            ($"/entries/{one.Code}", "other", draft.Code, [HttpStatusCode.BadRequest]),
            ($"/entries/{one.Code}/questions", "answer=x&which", Guid.NewGuid().ToString(), [HttpStatusCode.BadRequest]),
            ($"/entries/{one.Code}/word", "do=answer&answer=x&which", Guid.NewGuid().ToString(), [HttpStatusCode.BadRequest]),
            ("/rechecks", "alert", Guid.NewGuid().ToString(), [HttpStatusCode.BadRequest, HttpStatusCode.NotFound]),
            ("/notices", "end", Guid.NewGuid().ToString(), [HttpStatusCode.BadRequest, HttpStatusCode.NotFound]),
            ("/answers", "end", Guid.NewGuid().ToString(), [HttpStatusCode.BadRequest, HttpStatusCode.NotFound]),
        ];
        var wrong = new StringBuilder();
        foreach (var (page, field, value, answers) in tries)
        {
            string before = await EverythingAsync();
            using var form = new StringContent($"{field}={Uri.EscapeDataString(value)}");
            form.Headers.ContentType = new("application/x-www-form-urlencoded");
            using var answer = await somebody.Browser.PostAsync(new Uri($"/curate/{union.Code}{page}", UriKind.Relative), form, Stop);
            if (!answers.Contains(answer.StatusCode))
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{page} {field}: {(int)answer.StatusCode}");
            if (await EverythingAsync() != before)
                wrong.AppendLine(CultureInfo.InvariantCulture, $"{page} {field} changed something.");
        }

        Assert.True(wrong.Length == 0, wrong.ToString());
    }

    [Fact]
    public async Task List_OfAnEducator_IsRefusedByPlainSqlToo()
    {
        var school = await Given.OrganisationAsync("School (demo)", OrganisationKind.Educator);
        var entry = await new ListingDesk(Logins, places).WriteAsync(by: school);
        Assert.Equal("import_row_kind", await Logins.App.RuleAgainstAsync(
            $"insert into directory.import_row (organisation_id, row_key, service_id, \"values\", taken_on) values ('{school.Id}', sha256('x'), '{entry.ServiceId}', '{{}}', '2026-11-24')"));
    }

    /// <summary>Of a new entry, codes that nobody was shown are not written down, however many are sent.</summary>
    [Fact]
    public async Task Codes_OfOthersDrafts_OrOfNothing_AreNotWrittenDown()
    {
        var (union, other) = (await Given.SexWorkerLedAsync("Lantern Union (demo)"), await Given.SexWorkerLedAsync("Harbour Collective (demo)"));
        using var somebody = await Seated.InAsync(members, union, Proposer);
        var desk = new ListingDesk(Logins, places);
        var (listed, draft) = (await desk.ListedAsync(), await desk.WriteAsync(by: other));
        using var form = new FormUrlEncodedContent(
        [
            new("name", "Nothing is called so"), new("language", "en"), new("profile", "health"), new("other", listed.Code), new("other", draft.Code),
            .. Enumerable.Range(0, 300).Select(at => KeyValuePair.Create("other", at.ToString("zz0000", CultureInfo.InvariantCulture))),
        ]);
        using var begun = await somebody.Browser.PostAsync(new Uri($"/curate/{union.Code}/entries/new", UriKind.Relative), form, Stop);
        Assert.Equal(HttpStatusCode.SeeOther, begun.StatusCode);
        Assert.Equal([listed.Code], await Logins.Owner.ListAsync<string>("select reason from directory.event where organisation_id = $1 and action = 'set-apart'", union.Id));
    }

    private async Task<Dictionary<string, WrittenRevision>> EntriesAsync(Organisation keeper)
    {
        var desk = new ListingDesk(Logins, places);
        var (draft, waits) = (await desk.WriteAsync(by: keeper), await desk.WriteAsync(by: keeper));
        await desk.ProposeAsync(waits);
        return new Dictionary<string, WrittenRevision>(StringComparer.Ordinal) { ["{draft}"] = draft, ["{waits}"] = waits, ["{listed}"] = await desk.ListedAsync() };
    }

    /// <summary>Every row of every table but those of sign-ins: a hash of each table.</summary>
    private async Task<string> EverythingAsync()
    {
        var words = new StringBuilder();
        foreach (string table in await Logins.Owner.ListAsync<string>(
            "select format('%I.%I', schemaname, tablename) from pg_tables where schemaname in ('directory', 'published') and tablename not in ('place', 'region', 'country', 'ticket', 'spent', 'migration_history') order by 1"))
        {
            words.AppendLine(await Logins.Owner.OneAsync<string>($"select '{table} ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') from {table} t"));
        }

        return words.ToString();
    }
}
