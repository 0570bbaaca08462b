using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>What happened in an organisation, for its coordinators: days and roles, and no person.</summary>
[Needs(Deed.ReadEvents)]
public sealed class EventsModel(AuditService audit, Wording words) : CurateModel
{
    /// <summary>The name of the field that says before which number.</summary>
    public const string Before = "before";

    public IReadOnlyList<OwnEvent> Events { get; private set; } = [];

    /// <summary>The last event of all: its number, and its hash in letters.</summary>
    public (long Number, string Hash) Head { get; private set; }

    /// <summary>These are not the latest.</summary>
    public bool IsLater { get; private set; }

    /// <summary>Where the next page begins; null: this is the last.</summary>
    public long? Next => Events.Count == AuditService.PageLength && Events[^1].Number > 1 ? Events[^1].Number : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        long? before = null;
        if (Request.Query[Before] is { Count: > 0 } typed)
        {
            if (typed.Count > 1 || !long.TryParse(typed[0], NumberStyles.None, CultureInfo.InvariantCulture, out long number) || number < 1)
                return BadRequest();
            before = number;
        }

        IsLater = before is not null;
        Events = await audit.OfAsync(Seat.OrganisationId, before, cancellationToken);
        var (last, hash) = await audit.HeadAsync(cancellationToken);
        Head = (last, Convert.ToHexStringLower(hash));
        return Page();
    }

    /// <summary>What was done, in words.</summary>
    public string What(OwnEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return words.Find($"Event.{entry.Action}") ?? words["Events.Unknown", entry.Action];
    }

    public string Who(OwnEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry switch
        {
            { Role: ActorRole.CommandLine } => words["Events.Machine"],
            { IsOwn: false } => words["Events.Others"],
            _ => words[$"Role.{entry.Role}"],
        };
    }

    /// <summary>The reason; names of roles and of what a vote was about stand there as the database has them.</summary>
    public string? Why(OwnEvent entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Reason is not { Length: > 0 } reason)
            return null;
        return entry.Action switch
        {
            "change-roles" or "invite" or "invite-first" or "join" => string.Join(" · ", reason.Split(' ').Select(Part)),
            "open" or "decide" when EnumSlug.TryParse<Core.Organisations.MotionKind>(reason, out var kind) => words[$"Motion.{kind}"],
            "object" when EnumSlug.TryParse<Core.Organisations.AdmissionCondition>(reason, out var condition) => words[$"Condition.{condition}"],
            "withdraw" when EnumSlug.TryParse<Entries.OffReason>(reason, out var off) => words[$"TakeOff.{off}"],
            "vote" => words[reason == "yes" ? "Council.Yes" : "Council.No"],
            _ => reason,
        };

        string Part(string part)
        {
            string slug = part.TrimStart('+', '-');
            string sign = part[..^slug.Length] is "-" ? "− " : part[..^slug.Length] is "+" ? "+ " : "";
            return EnumSlug.TryParse<ActorRole>(slug, out var role) ? sign + words[$"Role.{role}"] : part;
        }
    }
}
