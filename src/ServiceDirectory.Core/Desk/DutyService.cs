using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;

namespace ServiceDirectory.Core.Desk;

/// <summary>Names who looks first in a week, so that nobody waits for everybody.</summary>
/// <param name="context">The private half, as the app.</param>
public sealed class DutyService(DirectoryDbContext context)
{
    /// <summary>Weeks that can be planned, the current one among them.</summary>
    public const int Weeks = 4;

    /// <summary>The Monday of the week of a day.</summary>
    public static LocalDate WeekOf(LocalDate day) => day.PlusDays(1 - (int)day.DayOfWeek);

    /// <summary>The weeks that can be planned, each with who has it; null: nobody.</summary>
    public async Task<IReadOnlyList<DutyWeek>> OfAsync(Guid organisation, LocalDate today, CancellationToken cancellation = default)
    {
        var first = WeekOf(today);
        var after = first.PlusWeeks(Weeks);
        var named = await context.Duties.Where(d => d.OrganisationId == organisation && d.Week >= first && d.Week < after)
            .Join(context.Accounts, d => d.AccountId, a => a.Id, (d, a) => new { d.Week, a.Name }).ToListAsync(cancellation);
        return [.. Enumerable.Range(0, Weeks).Select(first.PlusWeeks).Select(week => new DutyWeek(week, named.SingleOrDefault(d => d.Week == week)?.Name))];
    }

    /// <summary>Names somebody, or nobody, for a week.</summary>
    /// <exception cref="ListingRefusedException">Nobody of that name works there, or the week cannot be planned.</exception>
    public async Task NameAsync(NameDuty name, Actor actor, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.Role != ActorRole.Coordinator || actor.OrganisationId != name.OrganisationId)
            throw new ListingRefusedException("duty_coordinator", "Only a coordinator of an organisation says who has which week.");
        if (!Enumerable.Range(0, Weeks).Select(WeekOf(name.On).PlusWeeks).Contains(name.Week))
            throw new ListingRefusedException("duty_week", "This week cannot be planned.");
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await context.Database.ExecuteSqlAsync($"select from directory.organisation where id = {name.OrganisationId} for update", cancellation);
        var duty = await context.Duties.SingleOrDefaultAsync(d => d.OrganisationId == name.OrganisationId && d.Week == name.Week, cancellation);
        if (duty is not null && name.AccountId is null)
            context.Remove(duty);
        else if (duty is not null)
            duty.AccountId = name.AccountId!.Value;
        else if (name.AccountId is { } somebody)
            context.Add(new Duty { OrganisationId = name.OrganisationId, Week = name.Week, AccountId = somebody });
        context.Add(DirectoryEvent.OfOrganisation(actor, "name-duty", name.OrganisationId, reason: null));
        await context.SaveByRulesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}

/// <param name="Week">A Monday.</param>
/// <param name="Name">The made-up name of whoever has it; null: nobody.</param>
public sealed record DutyWeek(LocalDate Week, string? Name);

/// <param name="Week">A Monday.</param>
/// <param name="AccountId">Null: nobody.</param>
/// <param name="On">Today.</param>
public sealed record NameDuty(Guid OrganisationId, LocalDate Week, Guid? AccountId, LocalDate On);
