using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using NodaTime;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Http;

namespace ServiceDirectory.Web.Pages.Training;

/// <summary>Four sentences for whoever comes to a training, before and after. Nothing says who answers, and no page repeats it later.</summary>
[IgnoreAntiforgeryToken]
public sealed class OutcomeModel(OutcomeService outcomes, DirectorySecrets secrets, TimeProvider clock) : PageModel
{
    private OutcomeLink _link = null!;

    /// <summary>As it stands in the address.</summary>
    public string Link { get; private set; } = "";

    public bool IsAfter => _link.IsAfter;

    /// <summary>Sealed; null: there is nothing to fill in.</summary>
    public string? Form { get; private set; }

    /// <summary>The key of what to say first; null: nothing.</summary>
    public string? Told { get; private set; }

    /// <summary>The key of what was wrong; null: nothing.</summary>
    public string? Wrong { get; private set; }

    /// <summary>The first sentence without an answer in what was sent; null: each has one, or that is not what was wrong.</summary>
    public int? FirstUnanswered => Wrong is "Outcome.Each" ? Enumerable.Range(1, OutcomeService.Questions).First(question => Said(question) == 0) : null;

    private Instant Now => clock.Now();

    /// <summary>What was ticked, also after it was refused; 0: nothing.</summary>
    public int Said(int question) => Request.HasFormContentType && Request.Form[$"{OutcomeField.Said}{question}"].ToString() is [>= '1' and <= '3' and var digit] ? digit - '0' : 0;

    public IActionResult OnGet([FromQuery(Name = OutcomeField.Link)] string? link)
    {
        if (string.IsNullOrEmpty(link))
            return new SeeOther(Links.Trainings);
        if (!Find(link))
            return NotFound();
        Form = NewForm();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromQuery(Name = OutcomeField.Link)] string? link, CancellationToken cancellationToken)
    {
        if (string.IsNullOrEmpty(link) || !Find(link))
            return NotFound();
        Response.StatusCode = StatusCodes.Status400BadRequest;
        string? typed = Request.HasFormContentType ? Request.Form[OutcomeField.Form].ToString() : null;
        if (secrets.OpenText<OutcomeForm>(OutcomeForm.Purpose, typed, Now) is not { } form)
        {
            (Form, Wrong) = (NewForm(), "Outcome.Again");
            return Page();
        }

        Form = typed;
        if (Now - Instant.FromUnixTimeSeconds(form.From) < OutcomeForm.Shortest)
        {
            Wrong = "Outcome.Again";
            return Page();
        }

        try
        {
            var said = Enumerable.Range(1, OutcomeService.Questions).Select(Said).ToList();
            bool isNew = await outcomes.AnswerAsync(
                new AnswerOutcome(_link.Training, _link.IsAfter ? OutcomePhase.After : OutcomePhase.Before, said, form.Nonce, Now.InUtc().Date), cancellationToken);
            (Form, Told) = (null, isNew ? "Outcome.Sent" : "Outcome.SentBefore");
            Response.StatusCode = StatusCodes.Status200OK;
        }
        catch (ListingInvalidException)
        {
            Wrong = "Outcome.Each";
        }
        catch (ListingRefusedException)
        {
            (Form, Told) = (null, "Outcome.NotNow");
        }

        return Page();
    }

    private bool Find(string link)
    {
        HttpContext.SendUncompressed();
        Link = link;
        _link = secrets.OpenText<OutcomeLink>(OutcomeLink.Purpose, link, Now)!;
        return _link is not null;
    }

    private string NewForm() => secrets.SealText(
        OutcomeForm.Purpose, new OutcomeForm(RandomNumberGenerator.GetBytes(16), Now.ToUnixTimeSeconds(), (Now + OutcomeForm.Longest).ToUnixTimeSeconds()));
}
