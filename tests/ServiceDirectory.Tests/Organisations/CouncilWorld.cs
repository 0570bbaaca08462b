using NodaTime;
using ServiceDirectory.Core;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Organisations;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.Organisations;

/// <summary>The councils as the app has them, one call a line.</summary>
internal sealed class CouncilWorld(DirectoryLogins logins)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public Given Given { get; } = new(logins);

    public static Actor Of(Organisation organisation) => new(organisation.Id, ActorRole.Coordinator);

    public async Task<Organisation[]> CouncilsAsync(int count)
    {
        var all = new Organisation[count];
        for (int i = 0; i < count; i++)
            all[i] = await Given.SexWorkerLedAsync($"Council {i} (demo)");
        return all;
    }

    public Task<Guid> OpenAsync(Organisation by, OpenMotion open) => CouncilAsync(council => council.OpenAsync(open, Of(by), Stop));

    /// <summary>One more promise, for all.</summary>
    public static ProposeCriteria OneMore => new(CriteriaChangeKind.Added, Given.Today, "One more promise.")
    {
        Principle = 1,
        Profiles = [.. Enum.GetValues<Profile>()],
        Said = Text.Of("en", "Nobody is asked about clients (demo)."),
        Ask = Text.Of("en", "Do you ask about clients?"),
        How = "Read the intake form.",
        BrokenWhen = "Somebody had to tell.",
        Months = 6,
    };

    public Task<Guid> ProposeAsync(Organisation by, ProposeCriteria? propose = null) => CriteriaAsync(criteria => criteria.ProposeAsync(propose ?? OneMore, Of(by), Stop));

    /// <summary>All say yes, and it is decided.</summary>
    public async Task CarryAsync(Guid motion, LocalDate on, params Organisation[] voters)
    {
        ArgumentNullException.ThrowIfNull(voters);
        foreach (var voter in voters)
            await VoteAsync(voter, motion, true, on);
        Assert.Equal(MotionOutcome.Carried, await DecideAsync(voters[0], motion, on));
    }

    public async Task<T> CriteriaAsync<T>(Func<CriteriaService, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        await using var context = logins.Context();
        return await call(new CriteriaService(context));
    }

    public Task VoteAsync(Organisation by, Guid motion, bool yes, LocalDate on) =>
        CouncilAsync(async council =>
        {
            await council.VoteAsync(new CastVote(motion, yes, on), Of(by), Stop);
            return 0;
        });

    public Task<MotionOutcome> DecideAsync(Organisation by, Guid motion, LocalDate on) => CouncilAsync(council => council.DecideAsync(new DecideMotion(motion, on), Of(by), Stop));

    public Task<MotionCount> CountAsync(Guid motion, LocalDate on) => CouncilAsync(council => council.CountAsync(motion, on, Stop));

    public Task<bool> FreezeAsync(Organisation by, Organisation whom, LocalDate on) =>
        CouncilAsync(council => council.FreezeAsync(new AskFreeze(whom.Id, on, "It shared what was told in confidence."), Of(by), Stop));

    public Task<bool> LeaveAsync(Organisation who, LocalDate on) => CouncilAsync(council => council.LeaveAsync(on, Of(who), Stop));

    public Task InviteGuestAsync(Actor by, InviteGuest invite) =>
        CouncilAsync(async council =>
        {
            await council.InviteGuestAsync(invite, by, Stop);
            return 0;
        });

    public async Task<T> CouncilAsync<T>(Func<CouncilService, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        await using var context = logins.Context();
        return await call(new CouncilService(context));
    }

    public async Task<T> AdmissionAsync<T>(Func<AdmissionService, Task<T>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        await using var context = logins.Context();
        var organisations = new OrganisationService(context, _ => null, new DirectoryOptions());
        return await call(new AdmissionService(context, organisations, new InvitationService(context, DirectorySecrets.Read(TestSecrets.Folder))));
    }

    /// <summary>An organisation that one proposes and vouches for.</summary>
    public async Task<(Guid Admission, Guid Organisation)> ProposedAsync(Organisation by, LocalDate on, params Guid[] related)
    {
        var admission = await AdmissionAsync(a => a.ProposeAsync(new ProposeOrganisation(Text.Of("en", "New Peers (demo)"), "GB", on) { Related = related }, Of(by), Stop));
        return (admission, await logins.Owner.OneAsync<Guid>("select organisation_id from directory.admission where id = $1", admission));
    }

    public Task VouchAsync(Organisation by, Guid admission, LocalDate on) => AdmissionAsync(async a =>
    {
        await a.VouchAsync(new FinishAdmission(admission, on), Of(by), Stop);
        return 0;
    });

    public Task<Guid> ObjectAsync(Organisation by, Guid admission, LocalDate on) =>
        AdmissionAsync(a => a.ObjectAsync(new ObjectToAdmission(admission, AdmissionCondition.Deciding, on, "Most who decide are from elsewhere."), Of(by), Stop));

    public Task<LocalDate> FinishAsync(Organisation by, Guid admission, LocalDate on) => AdmissionAsync(a => a.FinishAsync(new FinishAdmission(admission, on), Of(by), Stop));

    public static async Task RefusedAsync(string rule, Func<Task> call) => Assert.Equal(rule, (await Assert.ThrowsAsync<ListingRefusedException>(call)).Rule);
}
