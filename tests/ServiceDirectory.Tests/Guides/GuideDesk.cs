using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Guides;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Guides;

/// <summary>Somebody who writes or reads guides for an organisation.</summary>
internal sealed record Pen(Organisation Organisation, Guid? AccountId)
{
    public Actor Actor => new(Organisation.Id, Organisation.Kind == OrganisationKind.SexWorkerLed ? ActorRole.Reviewer : ActorRole.Proposer);
}

/// <summary>Guides of tests, written as everybody writes them.</summary>
internal sealed class GuideDesk(DirectoryLogins logins)
{
    public const int Arrest = 46;

    public const int Hormones = 15;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static GuideService Service(DirectoryDbContext context) => new(context, DirectoryCatalogue.Default, new PrivateNotes(DirectorySecrets.Read(TestSecrets.Folder)));

    public async Task<T> UseAsync<T>(Func<GuideService, Task<T>> use)
    {
        await using var context = logins.Context();
        return await use(Service(context));
    }

    /// <summary>Somebody new in an organisation, in the role in which guides are written there.</summary>
    public async Task<Pen> PenAsync(Organisation organisation, string? role = null)
    {
        var account = await new Given(logins).AccountAsync();
        await logins.App.RunAsync(
            "insert into directory.membership (id, account_id, organisation_id, role, since) values (gen_random_uuid(), $1, $2, $3, date '2026-01-01')",
            account.Id, organisation.Id, role ?? (organisation.Kind == OrganisationKind.SexWorkerLed ? "reviewer" : "proposer"));
        return new Pen(organisation, account.Id);
    }

    public static GuideContent Content(string title = "When police come", string body = "Say **nothing** first.", params int[] needs) => new()
    {
        Title = Text.Of("en", title),
        Lead = Text.Of("en", "What to say first."),
        Body = Text.Of("en", body),
        Needs = needs.Length > 0 ? needs : [Arrest],
    };

    public static GuideContent Country(string title = "What the law says", LocalDate? on = null) => new()
    {
        Title = Text.Of("en", title),
        Lead = Text.Of("en", "Four things in plain words."),
        Law = new CountryLaw
        {
            Selling = Text.Of("en", "Selling words."),
            Buying = Text.Of("en", "Buying words."),
            Together = Text.Of("en", "Together words."),
            ThirdParties = Text.Of("en", "Others words."),
            On = on ?? Given.Today,
        },
        Needs = [Arrest],
    };

    public static GuideContent Campaign(LocalDate endsOn, string title = "March with us") => Content(title) with { HowToJoin = Text.Of("en", "Come on Sunday."), EndsOn = endsOn };

    public Task<(Guid Id, string Code)> BeginAsync(Pen by, GuideContent? content = null, GuideKind kind = GuideKind.PoliceAndRaids, string? country = "GB", LocalDate? on = null) =>
        UseAsync(guides => guides.BeginAsync(new BeginGuide(by.Organisation.Id, by.AccountId, kind, country, content ?? Content(), on ?? Given.Today), by.Actor, Stop));

    public Task<bool> SendAsync(Pen by, Guid guide, LocalDate? on = null) => UseAsync(guides => guides.SendAsync(Move(by, guide, on), by.Actor, Stop));

    public Task<LocalDate?> ApproveAsync(Pen by, Guid guide, LocalDate? on = null, int edition = 1) =>
        UseAsync(guides => guides.ApproveAsync(new ApproveGuide(guide, edition, by.Organisation.Id, by.AccountId, on ?? Given.Today), by.Actor, Stop));

    public Task<int> SaveAsync(Pen by, Guid guide, GuideContent content, int edition, LocalDate? on = null) =>
        UseAsync(guides => guides.SaveAsync(new SaveGuide(guide, by.Organisation.Id, by.AccountId, content, edition, on ?? Given.Today), by.Actor, Stop));

    public Task<LocalDate> CheckAsync(Pen by, Guid guide, LocalDate on) => UseAsync(guides => guides.CheckAgainAsync(Move(by, guide, on), by.Actor, Stop));

    public Task<bool> WithdrawAsync(Pen by, Guid guide, LocalDate? on = null) => UseAsync(guides => guides.WithdrawAsync(Move(by, guide, on), by.Actor, Stop));

    public Task<bool> TakeBackAsync(Pen by, Guid guide) => UseAsync(guides => guides.TakeBackAsync(Move(by, guide, null), by.Actor, Stop));

    public Task<bool> ReturnAsync(Pen by, Guid guide, string note) =>
        UseAsync(guides => guides.ReturnAsync(new ReturnGuide(guide, by.Organisation.Id, by.AccountId, note, Given.Today), by.Actor, Stop));

    /// <summary>A guide that the public reads, of one organisation with two people.</summary>
    public async Task<(Guid Id, string Code)> PublishedAsync(
        GuideContent? content = null, GuideKind kind = GuideKind.PoliceAndRaids, string? country = "GB", LocalDate? on = null, Organisation? by = null)
    {
        var organisation = by ?? await new Given(logins).SexWorkerLedAsync("Secret Collective");
        var (writer, second) = (await PenAsync(organisation), await PenAsync(organisation.Kind == OrganisationKind.SexWorkerLed ? organisation : await new Given(logins).SexWorkerLedAsync("Reader")));
        var guide = await BeginAsync(writer, content, kind, country, on);
        await SendAsync(writer, guide.Id, on);
        await ApproveAsync(second, guide.Id, on);
        return guide;
    }

    /// <summary>The code of a guide that is being written, whoever may write.</summary>
    public async Task<string> RowAsync(Organisation organisation)
    {
        string code = Given.Code();
        await logins.Owner.RunAsync(
            """
            with guide as (insert into directory.guide (code, organisation_id, kind, country, begun_on) values ($1, $2, 'police-and-raids', 'GB', '2026-11-24') returning id)
            insert into directory.guide_version (guide_id, number, content, written_on) select id, 1, $3::jsonb, '2026-11-24' from guide
            """,
            code, organisation.Id, System.Text.Json.JsonSerializer.Serialize(Content(), ContentJson.Options));
        return code;
    }

    private static MoveGuide Move(Pen by, Guid guide, LocalDate? on) => new(guide, by.Organisation.Id, by.AccountId, on ?? Given.Today);
}
