using Microsoft.AspNetCore.Mvc;
using ServiceDirectory.Core.Community.Messages;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Permissions;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Curate.Entries;

/// <summary>What whoever runs a service was told, in other words, and what they say to it. Who wrote, and what, is never here.</summary>
[Needs(Deed.AnswerThemes)]
public sealed class ThemesModel(MessageService messages) : CurateModel
{
    [BindProperty(Name = HeardField.Theme)]
    public Guid? TypedTheme { get; set; }

    [BindProperty(Name = HeardField.Answer)]
    public string? TypedAnswer { get; set; }

    public IReadOnlyList<ToldTheme> Themes { get; private set; } = [];

    public bool IsWrong { get; private set; }

    public async Task OnGetAsync(CancellationToken cancellationToken) => Themes = await messages.ThemesAsync(Entry.ServiceId, cancellationToken);

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Themes = await messages.ThemesAsync(Entry.ServiceId, cancellationToken);
        if (Themes.FirstOrDefault(t => t.Id == TypedTheme) is not { } theme)
            return NotSaved();
        try
        {
            await messages.AnswerAsync(new AnswerTheme(theme.Id, Entry.ServiceId, TypedAnswer ?? "", Today), Actor, cancellationToken);
            return new SeeOther(Links.Themes(Seat.Code, Entry.Code));
        }
        catch (ListingInvalidException)
        {
            IsWrong = true;
            return NotSaved();
        }
    }
}
