using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate;

/// <summary>What was written about places that are not listed, and what was suggested.</summary>
[Needs(Deed.ReadMessages)]
public sealed class MessagesModel(MessageService messages, PlaceFinder places) : HeardModel(messages)
{
    private readonly MessageService _messages = messages;

    public HeardMessages Messages { get; private set; } = new([], 0, default);

    public override string Address => Links.Messages(Seat.Code);

    public override bool TiesToEach => true;

    public Task OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await ShowAsync(cancellationToken);
        if (await TryAsync(async () => Do is HeardField.CloseSeveral
            ? await CloseSeveralAsync(Messages, cancellationToken)
            // One of these, and of no service.
            : Messages.Shown.Any(m => m.Id == TypedMessage) && (Do is HeardField.SayTie ? await SayTieAsync(cancellationToken) : await ActAsync(cancellationToken))))
            return new SeeOther(Address);
        return NotSaved();
    }

    private async Task<bool> SayTieAsync(CancellationToken cancellation)
    {
        await _messages.SayTieAsync(TypedMessage!.Value, Member.AccountId, Today, Actor, cancellation);
        return true;
    }

    public Place? Town(HeardMessage message) => message is { PlaceId: { } id } ? places.Find(id) : null;

    private async Task ShowAsync(CancellationToken cancellation)
    {
        await places.ReadyAsync(cancellation);
        Messages = await _messages.OthersAsync(Member.AccountId, Today, Actor, cancellation);
    }
}
