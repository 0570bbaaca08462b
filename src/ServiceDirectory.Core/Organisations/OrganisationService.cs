using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using static ServiceDirectory.Core.Data.RuleCalls;

namespace ServiceDirectory.Core.Organisations;

/// <summary>What happens to an organisation, but for its admission. One verb, one options record, one transaction.</summary>
/// <param name="context">The private half, as the app.</param>
/// <param name="places">Town by GeoNames id.</param>
/// <param name="directory">Names the origin of what is written here.</param>
public sealed class OrganisationService(DirectoryDbContext context, Func<int, ListingPlace?> places, DirectoryOptions directory)
{
    /// <summary>Writes an organisation. It has no public page yet, and no sex worker-led one may approve yet.</summary>
    /// <exception cref="ListingInvalidException">Something in it is wrong; nothing was written.</exception>
    public async Task<WrittenOrganisation> CreateAsync(CreateOrganisation create, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(actor);
        OrganisationRules.Require(create, places);
        var organisation = new Organisation
        {
            Id = Guid.NewGuid(),
            Code = await PublicCode.FreeAsync(context, cancellation),
            Kind = create.Kind,
            Name = create.Name,
            About = create.About,
            Country = create.Country,
            PlaceId = create.PlaceId,
            Website = create.Website,
            PublicName = create.PublicName,
            PublicBadge = create.PublicBadge,
            Fields = [.. create.Fields.Distinct().Select(EnumSlug.Of)],
            IsGuest = create.IsGuest,
            IsNetwork = create.IsNetwork,
            AdmittedBy = create.AdmittedBy,
            Origin = create.Origin ?? directory.Id,
        };
        context.Add(organisation);
        Log(actor, "create", organisation.Id, reason: null);
        await context.SaveByRulesAsync(cancellation);
        return new WrittenOrganisation(organisation.Id, organisation.Code);
    }

    /// <summary>Writes what an organisation says of itself, and shows or hides its page at once.</summary>
    /// <exception cref="ListingInvalidException">Something in it is wrong; nothing was written.</exception>
    /// <exception cref="ListingRefusedException">The actor is no coordinator there, or only an allied organisation has fields.</exception>
    public async Task DescribeAsync(DescribeOrganisation describe, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(describe);
        CouncilRules.RequireCoordinator(actor, describe.OrganisationId);
        var organisation = await context.Organisations.SingleAsync(o => o.Id == describe.OrganisationId, cancellation);
        OrganisationRules.Require(new CreateOrganisation(organisation.Kind, describe.Name, organisation.Country)
        {
            About = describe.About,
            Website = describe.Website,
            PublicName = describe.PublicName,
            PublicBadge = describe.PublicBadge,
        }, places);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        organisation.Name = describe.Name;
        organisation.About = describe.About;
        organisation.Website = describe.Website;
        organisation.PublicName = describe.PublicName;
        organisation.PublicBadge = describe.PublicBadge;
        organisation.Fields = [.. describe.Fields.Distinct().Order().Select(EnumSlug.Of)];
        Log(actor, "describe", organisation.Id, reason: null);
        await context.SaveByRulesAsync(cancellation);
        await PublishAsync(new PublishOrganisation(describe.OrganisationId, describe.On), actor, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Says that two organisations count as one for every rule. It counts once the other one agrees; whoever said so is held to it at once where the
    /// other one runs something. From the command line, which writes as the owner, it counts at once.
    /// </summary>
    /// <returns>Whether it counts.</returns>
    /// <exception cref="ListingRefusedException">They are one and the same, it was said already, or the actor speaks for neither.</exception>
    public Task<bool> RelateAsync(RelateOrganisations relate, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(relate);
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.relate($1, $2, $3, $4, $5, $6)",
            cancellation,
            Uuid(relate.OrganisationId),
            Uuid(relate.OtherId),
            Date(relate.On),
            Uuid(actor.OrganisationId),
            Words(EnumSlug.Of(actor.Role)),
            Words(relate.Reason));
    }

    /// <summary>Agrees that two count as one, as another one said, or does not. Entries that both approved are then checked by one.</summary>
    /// <returns>False: nobody asks any more.</returns>
    /// <exception cref="ListingRefusedException">The actor is no coordinator there, or it is the other one that has to agree.</exception>
    public Task<bool> AnswerRelationAsync(AnswerRelation answer, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(answer);
        CouncilRules.RequireCoordinator(actor, answer.OrganisationId);
        return context.CallAsync<bool>(
            "select directory.answer_relation($1, $2, $3, $4, $5)",
            cancellation,
            Uuid(answer.OrganisationId),
            Uuid(answer.OtherId),
            new NpgsqlParameter { Value = answer.Agrees, NpgsqlDbType = NpgsqlDbType.Boolean },
            Date(answer.On),
            Words(EnumSlug.Of(actor.Role)));
    }

    /// <summary>Records one organisation's word that another is sex worker-led. <see cref="OrganisationAdmission"/> decides what it counts.</summary>
    /// <exception cref="ListingRefusedException">It vouches for itself, or has done so already.</exception>
    public async Task VouchAsync(VouchForOrganisation vouch, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(vouch);
        ArgumentNullException.ThrowIfNull(actor);
        context.Add(new OrganisationVouch { OrganisationId = vouch.OrganisationId, VouchedById = vouch.VouchedById, VouchedOn = vouch.On });
        Log(actor, "vouch", vouch.OrganisationId, reason: null);
        await context.SaveByRulesAsync(cancellation);
    }

    /// <summary>Gives a provider, and an organisation that chose so, its public page; takes it away from any other.</summary>
    /// <returns>Whether it has a page now.</returns>
    public Task<bool> PublishAsync(PublishOrganisation publish, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(publish);
        ArgumentNullException.ThrowIfNull(actor);
        return context.CallAsync<bool>(
            "select directory.publish_organisation($1, $2, $3, $4)",
            cancellation,
            Uuid(publish.OrganisationId),
            Date(publish.On),
            Uuid(actor.OrganisationId),
            Words(EnumSlug.Of(actor.Role)));
    }

    private void Log(Actor actor, string action, Guid organisation, string? reason) =>
        context.Add(DirectoryEvent.OfOrganisation(actor, action, organisation, reason));
}
