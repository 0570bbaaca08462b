using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Vetting;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>What people wrote about a service, for reviewers without a tie. The service never sees these words.</summary>
[Needs(Deed.HearConcerns)]
public sealed class ConcernsModel(MessageService messages) : HeardModel(messages)
{
    private readonly MessageService _messages = messages;

    [BindProperty(Name = HeardField.Theme)]
    public string? TypedTheme { get; set; }

    [BindProperty(Name = HeardField.Criterion)]
    public string? TypedCriterion { get; set; }

    [BindProperty(Name = HeardField.Tie)]
    public string? TypedTie { get; set; }

    /// <summary>Null: whoever asks has a tie, as a person.</summary>
    public HeardOfService? Heard { get; private set; }

    public override string Address => Links.Concerns(Seat.Code, Entry.Code);

    protected override Guid? ServiceId => Entry.ServiceId;

    public override bool IsOff => Entry.State is ServiceState.Suspended;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        if (await TryAsync(() => Do switch
        {
            HeardField.Tell => TellAsync(cancellationToken),
            HeardField.CloseSeveral when Heard is { } heard => CloseSeveralAsync(heard.Messages, cancellationToken),
            HeardField.SayTie => SayTieAsync(cancellationToken),
            _ => OneOfTheseAsync(cancellationToken),
        }))
            return new SeeOther(Address);
        return NotSaved();
    }

    private async Task<bool> OneOfTheseAsync(CancellationToken cancellation) =>
        Heard is not null && Heard.Messages.Shown.Any(m => m.Id == TypedMessage) && await ActAsync(cancellation);

    /// <summary>The id of what the service reads of a promise.</summary>
    public static string IdOf(int criterion) => $"{HeardField.Theme}-{criterion.ToString(CultureInfo.InvariantCulture)}";

    protected override string IdOf(string field) => field is HeardField.Theme ? $"{field}-{TypedCriterion}" : base.IdOf(field);

    private async Task<bool> SayTieAsync(CancellationToken cancellation)
    {
        if (!EnumSlug.TryParse<DeclaredTie>(TypedTie ?? "", out var tie) || tie is DeclaredTie.None)
        {
            Refuse(HeardField.Tie, "Heard.TieWrong");
            return false;
        }

        await _messages.SayTieAsync(Entry.ServiceId, tie, Member.AccountId, Today, Actor, cancellation);
        return true;
    }

    private async Task<bool> TellAsync(CancellationToken cancellation)
    {
        if (!int.TryParse(TypedCriterion, NumberStyles.None, CultureInfo.InvariantCulture, out int criterion) || Heard?.TellFrom.ContainsKey(criterion) != true)
            return false;
        await _messages.TellAsync(new TellTheme(Entry.ServiceId, criterion, TypedTheme ?? "", Seat.OrganisationId, Member.AccountId, Today), Actor, cancellation);
        return true;
    }

    private async Task ShowAsync(CancellationToken cancellation) => Heard = await _messages.OfServiceAsync(Entry.ServiceId, Member.AccountId, Today, Actor, cancellation);
}
