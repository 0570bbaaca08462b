using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Accounts;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Secrets;
using static ServiceDirectory.Core.Audit.ActorRole;

namespace ServiceDirectory.Cli.Demo;

/// <summary>Ways into the invented organisations, so that anybody can walk the whole way from an invitation to a listed entry.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="secrets">The directory's own keys.</param>
public sealed class DemoInvitations(DirectoryDbContext context, DirectorySecrets secrets)
{
    /// <summary>Two unrelated organisations that judge, somebody who proposes, and somebody who answers for a service.</summary>
    private static readonly (DemoOrganisation Organisation, ActorRole[] Roles)[] s_seats =
    [
        (DemoOrganisations.Aire, [Coordinator]),
        (DemoOrganisations.Aire, [Reviewer, Proposer]),
        (DemoOrganisations.Loom, [Coordinator]),
        (DemoOrganisations.Loom, [Reviewer, Proposer]),
        (DemoOrganisations.Violet, [Proposer]),
        (DemoOrganisations.Aire, [Trainer]),
        (DemoOrganisations.ValleyTrust, [ProviderContact]),
    ];

    /// <summary>Makes one for each seat, and takes back those of an earlier time that nobody used.</summary>
    /// <returns>None where the invented organisations are not there.</returns>
    public async Task<IReadOnlyList<DemoInvitation>> MakeAsync(Instant at, CancellationToken cancellation = default)
    {
        var organisations = (await context.Organisations.AsNoTracking().Where(o => o.Origin == DemoLoader.Origin).ToListAsync(cancellation))
            .ToDictionary(o => o.Name.OriginalWords);
        var seats = s_seats.Select(seat => (Organisation: organisations.GetValueOrDefault(DemoContent.Marked(seat.Organisation.Name).OriginalWords), seat.Roles))
            .Where(seat => seat.Organisation is not null).ToList();
        var invitations = new InvitationService(context, secrets);
        var ids = seats.Select(seat => seat.Organisation!.Id).ToList();
        var unused = await context.Invitations.AsNoTracking()
            .Where(i => ids.Contains(i.OrganisationId) && i.InvitedBy == null && i.UsedOn == null && i.WithdrawnOn == null).Select(i => i.Id).ToListAsync(cancellation);
        foreach (var id in unused)
            await invitations.WithdrawAsync(new WithdrawInvitation(id, at), Actor.CommandLine, cancellation);
        List<DemoInvitation> made = [];
        foreach (var (organisation, roles) in seats)
        {
            var invitation = await invitations.MakeAsync(new InviteMember(organisation!.Id, roles, at), Actor.CommandLine, cancellation);
            made.Add(new DemoInvitation(organisation.Name.OriginalWords, roles, invitation.Code));
        }

        return made;
    }
}

/// <param name="Code">From <see cref="SecretCode"/>.</param>
public sealed record DemoInvitation(string Organisation, IReadOnlyList<ActorRole> Roles, string Code);
