using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Places;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Messages;

/// <summary>A service, a correction, or what is missing somewhere.</summary>
public sealed class SuggestModel(PlaceFinder places, MessageService messages, PublicPosts posts, DirectorySecrets secrets, TimeProvider clock)
    : MessageModel(messages, posts, secrets, clock)
{
    public static IReadOnlyList<MessageKind> Kinds { get; } = [MessageKind.Service, MessageKind.Correction, MessageKind.Missing];

    [FromQuery(Name = MessageField.Place)]
    public string? AskedPlace { get; set; }

    [BindProperty(Name = MessageField.Place)]
    public string? TypedPlace { get; set; }

    /// <summary>Where something is missing; null: not known.</summary>
    public Place? Place { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        await FindAsync(AskedPlace, cancellationToken);
        if (Place is not null)
            TypedWhat = EnumSlug.Of(MessageKind.Missing);
        Ask();
    }

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        await FindAsync(TypedPlace, cancellationToken);
        await SendAsync(Chosen(), cancellationToken);
    }

    private SendMessage? Chosen() => EnumSlug.TryParse<MessageKind>(TypedWhat ?? "", out var kind) && Kinds.Contains(kind)
        ? new(kind, null, null, kind is MessageKind.Missing ? Place?.GeoNameId : null, kind is MessageKind.Missing ? null : TypedNamed, TypedWords, false, [], Today)
        : null;

    private async Task FindAsync(string? typed, CancellationToken cancellation)
    {
        if (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            return;
        await places.ReadyAsync(cancellation);
        Place = places.Find(id);
    }
}
