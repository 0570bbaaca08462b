using NodaTime;
using ServiceDirectory.Core.Catalogue;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Core.Vetting.Rechecks;
using ServiceDirectory.Core.Vetting.Suspensions;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Vetting;

/// <summary>The services of vetting over one context, as the program puts them together.</summary>
internal static class VettingDesk
{
    public static PrivateNotes Notes { get; } = new(DirectorySecrets.Read(TestSecrets.Folder));

    public static ProposalService Proposals(DirectoryDbContext context, ListingService listings) => new(context, listings);

    public static ReturnService Returns(DirectoryDbContext context, ListingService listings) => new(context, Proposals(context, listings), Notes);

    public static ReviewService Reviews(DirectoryDbContext context, ListingService listings) =>
        new(context, listings, Proposals(context, listings), Notes);

    public static EvidenceService Evidence(DirectoryDbContext context) => new(context, Notes, new VettingOptions());

    public static RecheckService Rechecks(DirectoryDbContext context, ListingService listings) =>
        new(context, Proposals(context, listings), DirectoryCatalogue.Default, new VettingOptions());

    public static SuspensionService Suspensions(DirectoryDbContext context, ListingService listings) =>
        new(context, listings, Rechecks(context, listings), Notes);

    /// <summary>A whole review handed in as plain SQL of the app, one statement after the other, without the approval that would follow.</summary>
    public static async Task HandInAsync(DirectoryLogins database, WrittenRevision of, Organisation by, string verdict = "met", Guid? account = null)
    {
        await ProposeAsync(database, of);
        var evidence = Guid.NewGuid();
        await database.App.RunAsync(
            """
            insert into directory.evidence (id, service_id, organisation_id, account_id, kind, found_on, note, criteria)
            values ($5, $1, $2, $3, 'spoken-answer', $4, $6, array(select generate_series(1, 25)))
            """,
            of.ServiceId,
            by.Id,
            (object?)account ?? DBNull.Value,
            Given.Today,
            evidence,
            Notes.Seal("evidence", evidence, "Asked on the telephone"));
        await StartAsync(database, of, by, account);
        await database.App.RunAsync(
            """
            insert into directory.verdict (review_id, criterion, verdict)
            select v.id, c, $3 from directory.review v, generate_series(1, 25) c where v.revision_id = $1 and v.organisation_id = $2
            """,
            of.RevisionId,
            by.Id,
            verdict);
        await database.App.RunAsync(
            "update directory.review set handed_in_on = $3, tie = 'none' where revision_id = $1 and organisation_id = $2", of.RevisionId, by.Id, Given.Today);
    }

    public static Task ProposeAsync(DirectoryLogins database, WrittenRevision of) => database.App.RunAsync(
        """
        insert into directory.proposal (revision_id, service_id, organisation_id, proposed_on, change)
        select id, service_id, organisation_id, $2, 'promises' from directory.revision where id = $1 on conflict do nothing
        """,
        of.RevisionId,
        Given.Today);

    public static Task StartAsync(DirectoryLogins database, WrittenRevision of, Organisation by, Guid? account = null) => database.App.RunAsync(
        """
        insert into directory.review (id, revision_id, organisation_id, account_id, criteria_version, started_on)
        select gen_random_uuid(), $1, $2, $3, max(version), $4 from published.criteria
        """,
        of.RevisionId,
        by.Id,
        (object?)account ?? DBNull.Value,
        Given.Today);

    /// <summary>The approval itself, which rests on that review.</summary>
    public static string Approval(WrittenRevision of, Organisation by, LocalDate? on = null) =>
        $"""
        insert into directory.approval (id, revision_id, organisation_id, approved_on, criteria_version, review_id)
        values (gen_random_uuid(), '{of.RevisionId}', '{by.Id}', '{on ?? Given.Today:uuuu-MM-dd}', (select max(version) from published.criteria),
          (select id from directory.review where revision_id = '{of.RevisionId}' and organisation_id = '{by.Id}'))
        """;

    public static WordService Words(DirectoryDbContext context) => new(context, Notes, DirectoryCatalogue.Default);
}
