using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;
using NodaTime;
using ServiceDirectory.Core.Data;
using ServiceDirectory.Core.Listings;
using ServiceDirectory.Core.Secrets;
using ServiceDirectory.Core.Training;
using ServiceDirectory.Web.Curating;
using ServiceDirectory.Web.Http;
using ServiceDirectory.Web.Pages.Account;
using ServiceDirectory.Web.Pages.Curate.Training;

namespace ServiceDirectory.Web.Pages.Training;

/// <summary>
/// A school asks for a training without an account. Whoever looks for people for a study, or for stories, is told no there and then. The code
/// by which the answer is read is shown once, in the answer, and stands in no address.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class AskModel(PublicContext published, TrainingService training, PublicPosts posts, DirectorySecrets secrets, TimeProvider clock) : PageModel
{
    private readonly PublicForm _form = new("teaching-form", "Ask", secrets, posts);

    public Guid OfferId { get; private set; }

    public OfferContent Offer { get; private set; } = null!;

    /// <summary>Of the form that is shown, sealed.</summary>
    public string Form => _form.Sealed;

    /// <summary>Null: none is asked.</summary>
    public PlainQuestion? Question => _form.Question;

    /// <summary>Field and key of what was wrong with it.</summary>
    public IDictionary<string, string> Wrong { get; } = new Dictionary<string, string>();

    /// <summary>As it is shown; null: nothing was sent.</summary>
    public string? Code { get; private set; }

    public bool IsSentBefore { get; private set; }

    private Instant Now => clock.Now();

    /// <summary>What was typed, also after it was refused.</summary>
    public string Typed(string field) => Request.HasFormContentType ? Request.Form[field].ToString() : "";

    public async Task<IActionResult> OnGetAsync([FromQuery(Name = TrainingField.Offer)] string? offer, CancellationToken cancellationToken)
    {
        if (!await FindAsync(offer, cancellationToken))
            return new SeeOther(Links.Trainings);
        _form.Ask(Now);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync([FromQuery(Name = TrainingField.Offer)] string? offer, CancellationToken cancellationToken)
    {
        if (!await FindAsync(offer, cancellationToken))
            return new SeeOther(Links.Trainings);
        var form = _form.Open(Typed(AskField.Form), Now);
        foreach (var (field, key) in _form.Wrong(form, Typed(AskField.Sum), Typed(AskField.Empty), Now))
            Wrong[field] = key;
        if (Wrong.Count == 0)
            await SendAsync(form!, cancellationToken);
        _form.Show(form, Typed(AskField.Form), Now);
        if (Wrong.Count > 0)
            Response.StatusCode = Wrong.Values.Contains("Ask.Full") ? StatusCodes.Status429TooManyRequests : StatusCodes.Status400BadRequest;
        return Page();
    }

    private async Task<bool> FindAsync(string? offer, CancellationToken cancellation)
    {
        HttpContext.SendUncompressed();
        var today = Now.InUtc().Date;
        if (!Guid.TryParse(offer, out var id) || await published.Offers.ShownOn(today).SingleOrDefaultAsync(o => o.Id == id, cancellation) is not { } found)
            return false;
        (OfferId, Offer) = (id, found.ReadContent());
        return true;
    }

    private async Task SendAsync(OneUseForm form, CancellationToken cancellation)
    {
        string? Line(string field) => Typed(field).Trim() is { Length: > 0 } line ? line : null;
        var words = new RequestWords
        {
            Institution = Line(TrainingField.Institution),
            Email = Line(AskField.Email),
            Course = Line(TrainingField.Course),
            YearGroup = Line(TrainingField.YearGroup),
            Hours = Line(TrainingField.Hours),
            Goals = Typed(TrainingField.Goals).ReplaceLineEndings("\n").Trim(),
            Budget = Line(TrainingField.Budget),
        };
        try
        {
            // Nobody is refused for coming often: what is too much for one organisation, the database says.
            posts.Take(HttpContext.Connection.RemoteIpAddress);
            var asked = await posts.InTurnAsync(
                () => training.AskAsync(new AskTeaching(OfferId, words, Request.Has(TrainingField.People), form.Nonce, Now.InUtc().Date), cancellation), cancellation);
            Code = SecretCode.Show(asked.Code);
        }
        catch (ListingInvalidException invalid)
        {
            foreach (var problem in invalid.Problems)
                Wrong[problem.Field] = WrongFields.KeyOf(problem);
        }
        catch (ListingRefusedException refused)
        {
            IsSentBefore = refused.Rule is "training_request_nonce";
            if (!IsSentBefore)
            {
                Wrong[AskField.Form] = refused.Rule switch
                {
                    "training_request_people" => "Training.NoPeople",
                    "training_request_full" => "Ask.Full",
                    _ => "Training.OfferOver",
                };
            }
        }
    }
}

/// <summary>Names of the fields that no other form about training has.</summary>
public static class AskField
{
    public const string Email = "email";

    /// <summary>A <see cref="OneUseForm"/>, sealed.</summary>
    public const string Form = PublicForm.Field;

    public const string Sum = PublicForm.Sum;

    public const string Empty = PublicForm.Empty;
}
