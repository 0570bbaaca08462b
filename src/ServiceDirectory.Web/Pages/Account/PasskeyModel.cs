using ServiceDirectory.Web.Accounts;

namespace ServiceDirectory.Web.Pages.Account;

/// <summary>A button that asks the device for a passkey, in the form that its answer is sent with.</summary>
/// <param name="Question">For the device.</param>
/// <param name="IsNew">It makes one; else it signs in with one.</param>
/// <param name="Words">On the button.</param>
public sealed record PasskeyModel(PasskeyQuestion Question, bool IsNew, string Words);
